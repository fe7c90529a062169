using System.CommandLine;

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
        Description = "File with the bearer token that the feedback endpoint asks for. Needed by --mode=act unless the endpoint is served on loopback only.",
        HelpName = "FILE",
    };

    public IReadOnlyList<Option> Options => [_mode, _addresses, _tokenFile];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        Mode = result.GetValue(_mode) ?? options.Mode,
        FeedbackListenAddresses = result.GetValue(_addresses) ?? options.FeedbackListenAddresses,
        TokenFile = result.GetValue(_tokenFile),
    };

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options)
    {
        if (options.Mode == ExporterMode.Act && options.TokenFile is null && !options.FeedbackIsLocal)
        {
            yield return "--mode=act serves feedback on other addresses than loopback, so it needs --feedback.token-file: " +
                "anybody who reaches the port could move memory";
        }

        foreach (var twice in options.ListenAddresses.Intersect(options.FeedbackListenAddresses).Where(address => address.Port != 0))
            yield return $"--feedback.listen-address={twice} is a --web.listen-address as well: an address serves the one or the other";

        if (options.TokenFile is { } file && TokenFile.TryRead(file.FullName, out _) is { } problem)
            yield return $"--feedback.token-file: {problem}";
    }
}
