using System.CommandLine;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Whether memory is moved, and who may ask for it.</summary>
internal sealed class FeedbackFlags : IFlagGroup
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
        Description = "Address of its own for the feedback endpoint, which the other addresses then do not serve. Can be given several times. " +
            "Default: served beside the metrics.",
        HelpName = "[HOST]:PORT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, ListenAddress.TryParse, ListenAddress.Expected),
    };

    private readonly Option<FileInfo> _tokenFile = new("--feedback.token-file")
    {
        Description = "Deprecated: name it in --api.keys, beside which it does nothing. File with a bearer token that may read, post feedback, change " +
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
        Description = "While this file is there no memory is taken, only given. Default: /run/balloon-exporter/pause.",
        HelpName = "FILE",
    };

    private readonly Option<DirectoryInfo> _statePath = new("--state.path")
    {
        Description = "Folder that keeps over a restart what was taken of late and who is left alone for a while; needed in act mode, where without it " +
            "memory is only given. Default: /var/lib/balloon-exporter.",
        HelpName = "FOLDER",
    };

    private readonly Option<DirectoryInfo> _runtimePath = new("--runtime.path")
    {
        Description = "Folder in which it is noted which exporter acts on this host: of several in act mode only one moves memory. " +
            "Default: /run/balloon-exporter.",
        HelpName = "FOLDER",
    };

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
            yield return $"--feedback.listen-address={twice} is a --web.listen-address as well: an address serves the one or the other";

        if (File.Exists(options.StatePath.FullName))
            yield return $"--state.path: {options.StatePath.FullName} is a file, and a folder is wanted";

        if (options.TokenFile is { } file && TokenFile.TryRead(file.FullName, out _) is { } problem)
            yield return $"--feedback.token-file: {problem}";
    }

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        if (options.TokenFile is { } file && TokenFile.WarningOf(file.FullName) is { } warning)
            yield return $"{_tokenFile.Name}: {warning}";
    }
}
