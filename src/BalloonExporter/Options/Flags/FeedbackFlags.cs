using System.CommandLine;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options for moving memory, and for who may request it.</summary>
internal sealed class FeedbackFlags : IFlagGroup<ExporterOptions>
{
    private readonly Option<ExporterMode?> _mode = new("--mode")
    {
        Description = "observe: compute and log every decision, move nothing, read-only connection. act: apply targets. Default: observe.",
        HelpName = "observe|act",
        CustomParser = result => FlagValue.Value(result, text => text switch
        {
            "observe" => ExporterMode.Observe,
            "act" => ExporterMode.Act,
            _ => (ExporterMode?)null,
        }, "observe or act"),
    };

    private readonly Option<ListenAddress[]> _addresses = new("--feedback.listen-address")
    {
        Description = "Separate address for the feedback endpoint; the other addresses then do not serve it. Can be given several times. " +
            "Default: served beside the metrics.",
        HelpName = "[HOST]:PORT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, ListenAddress.TryParse, ListenAddress.Expected),
    };

    private readonly Option<FileInfo> _tokenFile = new("--feedback.token-file")
    {
        Description = "Deprecated: use --api.keys, with which it has no effect. File with a bearer token that may read, post feedback, change " +
            "policies and pause; read again when it changes. Default: none.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _users = new("--feedback.user")
    {
        Description = "Deprecated like the token file: user of the web configuration file with the same rights. Can be given several times. Default: none.",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, text => text.Length > 0 && !text.Contains(':') ? text : null, "a user's name"),
    };

    private readonly Option<string[]> _clientNames = new("--feedback.client-name")
    {
        Description = "Deprecated like the token file: name (CN, DNS, e-mail, URI or IP address) of a verified client certificate with the same rights. " +
            "Can be given several times. Default: none.",
        HelpName = "NAME",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, text => text.Length > 0 ? text : null, "a certificate's name"),
    };

    private readonly Option<FileInfo> _pauseFile = new("--pause.file")
    {
        Description = "While this file exists memory is only given, not taken. Default: /run/balloon-exporter/pause.",
        HelpName = "FILE",
    };

    private readonly Option<DirectoryInfo> _statePath = new("--state.path")
    {
        Description = "Folder for state that must survive a restart: recent takes and back-offs. Required in act mode; without it " +
            "memory is only given. Default: /var/lib/balloon-exporter.",
        HelpName = "FOLDER",
    };

    private readonly Option<DirectoryInfo> _runtimePath = new("--runtime.path")
    {
        Description = "Folder of the lock of the exporter that acts on this host: of several in act mode only one moves memory. " +
            "Default: /run/balloon-exporter.",
        HelpName = "FOLDER",
    };

    /// <summary>The state folder, the only option here that commands need.</summary>
    public Option StatePath => _statePath;

    public IReadOnlyList<Option> Options => [_mode, _addresses, _tokenFile, _users, _clientNames, _pauseFile, _statePath, _runtimePath];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        Mode = result.GetValue(_mode) ?? options.Mode,
        FeedbackListenAddresses = result.GetValue(_addresses) ?? options.FeedbackListenAddresses,
        TokenFile = result.GetValue(_tokenFile),
        FeedbackUsers = result.GetValue(_users) ?? options.FeedbackUsers,
        FeedbackClientNames = result.GetValue(_clientNames) ?? options.FeedbackClientNames,
        PauseFile = result.GetValue(_pauseFile) ?? options.PauseFile,
        StatePath = result.GetValue(_statePath) ?? options.StatePath,
        RuntimeFolder = result.GetValue(_runtimePath) ?? options.RuntimeFolder,
    };

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options)
    {
        foreach (var twice in options.ListenAddresses.Intersect(options.FeedbackListenAddresses).Where(address => address.Port != 0))
            yield return $"--feedback.listen-address={twice} is a --web.listen-address as well: an address serves only one of them";

        if (File.Exists(options.StatePath.FullName))
            yield return $"--state.path: {options.StatePath.FullName} is a file, expected a folder";

        if (options.TokenFile is { } file && TokenFile.TryRead(file.FullName, out _) is { } problem)
            yield return $"--feedback.token-file: {problem}";
    }

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        if (options.TokenFile is { } file && TokenFile.WarningOf(file.FullName) is { } warning)
            yield return $"{_tokenFile.Name}: {warning}";
        if (options.PauseFile.FullName != new ExporterOptions().PauseFile.FullName && options.PauseFile.Directory?.Exists != true)
            yield return $"{_pauseFile.Name}: the folder {options.PauseFile.DirectoryName} does not exist, so the file cannot be created to pause";
    }

    public IEnumerable<string> Summary(ExporterOptions options)
    {
        yield return options.Mode == ExporterMode.Act ? "mode: act: memory is moved" : "mode: observe: decisions are logged, nothing is moved";
        yield return $"pause file: {options.PauseFile.FullName}";
        if (options.FeedbackListenAddresses.Count > 0)
            yield return $"feedback listens on: {string.Join(", ", options.FeedbackListenAddresses)}";
    }
}
