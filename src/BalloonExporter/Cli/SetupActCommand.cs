using System.CommandLine;
using System.Text.RegularExpressions;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>setup act</c>: what act mode needs besides the package: a token, the keys file that names it, and the polkit rule.</summary>
/// <remarks>It starts and stops nothing: the service is switched to act mode by its own option.</remarks>
internal sealed partial class SetupActCommand : Command
{
    private const string DefaultUser = "balloon-exporter";

    private readonly Option<string> _user = new("--user")
    {
        Description = $"User that the exporter runs as; its group of the same name may read the token. Default: {DefaultUser}.",
        HelpName = "NAME",
        CustomParser = result => FlagValue.Reference(result, text => UserName().IsMatch(text) ? text : null, "a user's name of a-z, 0-9, _ and -"),
    };

    private readonly Option<DirectoryInfo> _root = new("--root") { Description = "Folder that counts as /, for images. Default: /.", HelpName = "FOLDER" };

    public SetupActCommand()
        : base(
            "act",
            "Writes a token for Alertmanager and a keys file, and installs the polkit rule that lets the exporter's user open libvirt's read-write socket. Keeps what is there. " +
            "Exit codes: 0 done, 1 could not be done, 2 bad options.")
    {
        Options.Add(_user);
        Options.Add(_root);
        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        var user = result.GetValue(_user) ?? DefaultUser;
        var output = result.InvocationConfiguration.Output;
        if (SystemAccounts.TryUser(user) is null || SystemAccounts.TryGroup(user) is not { } group)
            return Fail(result, $"no user and group {user} on this host: install the package, or create them with useradd --system --user-group {user}");
        var setup = new ActSetup(result.GetValue(_root)?.FullName ?? "/", user, group);
        if (setup.Problem is { } problem)
            return Fail(result, problem);
        try
        {
            foreach (var (path, made) in setup.Apply())
                output.WriteLine(made ? $"written   {path}" : $"kept      {path}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(result, $"{exception.Message} This command must be run as root.");
        }

        output.Write(
            $"""

            {user} may now open libvirt's read-write socket, which on most systems is as good as root. To act:

              echo 'BALLOON_EXPORTER_MODE=act' >> /etc/default/balloon-exporter
              echo 'BALLOON_EXPORTER_API_KEYS={setup.KeysFile}' >> /etc/default/balloon-exporter
              systemctl restart balloon-exporter

            Give Alertmanager a copy of {setup.TokenFile}, as credentials_file of its webhook.

            To undo it: take those two lines out again, restart, and

              rm {setup.RuleFile} {setup.KeysFile} {setup.TokenFile}

            """);
        return ExitCode.Stopped;
    }

    private static int Fail(ParseResult result, string problem)
    {
        result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: {problem}");
        return ExitCode.Failed;
    }

    // What useradd accepts; and safe in a script.
    [GeneratedRegex(@"^[a-z_][a-z0-9_-]{0,31}\z")]
    private static partial Regex UserName();
}
