using System.CommandLine;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Cli;

/// <summary><c>alertmanager-config --targets FILE</c>: the configuration of an Alertmanager before 0.31 for a fleet.</summary>
internal sealed class AlertmanagerConfigCommand : Command
{
    private readonly Option<FileInfo> _targets = new("--targets")
    {
        Description = "The exporters: a file_sd file of Prometheus (.json, .yml, .yaml; labels instance and __scheme__ are honoured), or HOST:PORT lines.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly Option<string> _tokenFile = new("--token-file")
    {
        Description = "File with the bearer token, as Alertmanager finds it. Default: balloon-exporter.token beside its configuration.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _tls = new("--tls") { Description = "All exporters speak TLS.", Arity = ArgumentArity.Zero };

    private readonly Option<string> _caFile = new("--tls.ca-file")
    {
        Description = "Certificates that Alertmanager trusts. Default: the system's.",
        HelpName = "PATH",
    };

    private readonly Option<string> _certificateFile = new("--tls.cert-file") { Description = "Alertmanager's own certificate.", HelpName = "PATH" };

    private readonly Option<string> _keyFile = new("--tls.key-file") { Description = "The key of that certificate.", HelpName = "PATH" };

    private readonly Option<bool> _routesOnly = new("--routes-only")
    {
        Description = "Write the routes, receivers and inhibitions only, to be put into the configuration of an Alertmanager that exists already.",
        Arity = ArgumentArity.Zero,
    };

    public AlertmanagerConfigCommand()
        : base(
            "alertmanager-config",
            "Writes the configuration of an Alertmanager from 0.25 to 0.30 for a fleet: one route and one receiver for each exporter. " +
            "From 0.31 on the template in alerts/alertmanager serves all. Exit codes: 0 written, 1 the file cannot be used, 2 bad options.")
    {
        foreach (var option in (Option[])[_targets, _tokenFile, _tls, _caFile, _certificateFile, _keyFile, _routesOnly])
            Options.Add(option);
        Validators.Add(result =>
        {
            if (result.GetResult(_certificateFile) is null != result.GetResult(_keyFile) is null)
                result.AddError("--tls.cert-file and --tls.key-file must be given together");
        });
        SetAction(Write);
    }

    private int Write(ParseResult result)
    {
        var file = result.GetRequiredValue(_targets);
        List<string> problems = [];
        IReadOnlyList<FleetTarget> targets = [];
        try
        {
            targets = TargetsFile.Read(file.Name, SmallFile.Read(file.FullName, SmallFile.LongestText).Text, problems);
        }
        catch (Exception exception) when (exception is IOException)
        {
            problems.Add(exception.Message);
        }

        if (problems.Count > 0)
        {
            result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: --targets={file}: {Problems.Join(problems)}");
            return ExitCode.Failed;
        }

        var routing = new AlertmanagerRouting
        {
            Https = result.GetValue(_tls),
            CaFile = result.GetValue(_caFile),
            CertificateFile = result.GetValue(_certificateFile),
            KeyFile = result.GetValue(_keyFile),
        };
        if (result.GetValue(_tokenFile) is { } token)
            routing = routing with { TokenFile = token };
        result.InvocationConfiguration.Output.Write(result.GetValue(_routesOnly) ? routing.WriteParts(targets) : routing.Write(targets));
        return ExitCode.Stopped;
    }
}
