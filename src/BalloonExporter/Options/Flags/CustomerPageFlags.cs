using System.CommandLine;
using BalloonExporter.Options.LinkKeys;
using BalloonExporter.Options.Texts;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options of the customers' page: its address, its links, its texts.</summary>
internal sealed class CustomerPageFlags : IFlagGroup<ExporterOptions>
{
    private const string Origin = "an origin such as https://panel.example.com";

    private readonly Option<ListenAddress[]> _addresses = new("--customer.listen-address")
    {
        Description = "Address of the page on which customers switch ballooning of their own server. Can be given several times. Requires --customer.key-file. Default: none.",
        HelpName = "[HOST]:PORT",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, ListenAddress.TryParse, ListenAddress.Expected),
    };

    private readonly Option<string[]> _hosts = new("--customer.host")
    {
        Description = "Name under which browsers reach that page, without port. Can be given several times. Requests for other names than these and loopback are refused. Default: none.",
        HelpName = "HOST",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(
            result, text => Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6 ? text.Trim('[', ']').ToLowerInvariant() : null, "a host's name such as balloon.example.com"),
    };

    private readonly Option<string> _issuer = new("--customer.issuer")
    {
        Description = "The iss that links must have; without it any is accepted. Default: none.",
        HelpName = "NAME",
        CustomParser = result => FlagValue.Reference(result, text => text.Length > 0 ? text : null, "a name"),
    };

    private readonly Option<string> _audience = new("--customer.audience")
    {
        Description = $"The aud that links must have. Default: {CustomerOptions.DefaultAudience}.",
        HelpName = "NAME",
        CustomParser = result => FlagValue.Reference(result, text => text.Length > 0 ? text : null, "a name"),
    };

    private readonly Option<FileInfo> _keyFile = new("--customer.key-file")
    {
        Description = "Keys that customers' links are verified with: public keys as PEM (ES256, RS256), a JSON Web Key Set, or one line with a secret (HS256). Read again when it changes. Default: none.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _ancestors = new("--customer.frame-ancestors")
    {
        Description = "Origin of a panel that shows the page in a frame. Can be given several times. Default: none.",
        HelpName = "ORIGIN",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, ReadOrigin, Origin),
    };

    private readonly Option<string[]> _back = new("--customer.back-origin")
    {
        Description = "Origin that the page may lead back to. Can be given several times. Default: none.",
        HelpName = "ORIGIN",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, ReadOrigin, Origin),
    };

    private readonly Option<FileInfo> _texts = new("--customer.texts")
    {
        Description = "JSON file with texts and links of that page to replace. Default: none.",
        HelpName = "FILE",
    };

    /// <summary>The key file, the name of the panel and that of this exporter: what signing a link needs too.</summary>
    public IReadOnlyList<Option> OfLinks => [_keyFile, _issuer, _audience];

    public IReadOnlyList<Option> Options => [_addresses, _hosts, _keyFile, _issuer, _audience, _ancestors, _back, _texts];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        Customer = options.Customer with
        {
            ListenAddresses = result.GetValue(_addresses) ?? options.Customer.ListenAddresses,
            Hosts = result.GetValue(_hosts) ?? options.Customer.Hosts,
            KeyFile = result.GetValue(_keyFile),
            Issuer = result.GetValue(_issuer),
            Audience = result.GetValue(_audience) ?? options.Customer.Audience,
            FrameAncestors = result.GetValue(_ancestors) ?? options.Customer.FrameAncestors,
            BackOrigins = result.GetValue(_back) ?? options.Customer.BackOrigins,
            TextsFile = result.GetValue(_texts),
        },
    };

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options)
    {
        if (options.Customer is { ListenAddresses.Count: > 0, KeyFile: null })
            yield return "--customer.listen-address requires --customer.key-file";
        foreach (var option in ((Option[])[_hosts, _ancestors, _back, _texts]).Where(option => options.Customer.ListenAddresses is [] && result.GetResult(option) is not null))
            yield return $"{option.Name} requires --customer.listen-address";
        foreach (var option in ((Option[])[_issuer, _audience]).Where(option => options.Customer.KeyFile is null && result.GetResult(option) is not null))
            yield return $"{option.Name} requires --customer.key-file";
        var others = options.ListenAddresses.Concat(options.FeedbackListenAddresses);
        foreach (var twice in options.Customer.ListenAddresses.Intersect(others).Where(address => address.Port != 0))
            yield return $"--customer.listen-address={twice} is an address of metrics or feedback as well: customers get one of their own";
        if (options.Customer.KeyFile is { } keys && Try(() => LinkKeyFile.Read(keys.FullName)) is { } wrongKeys)
            yield return $"--customer.key-file: {wrongKeys}";
        if (options.Customer.TextsFile is { } texts && Try(() => TextsFile.Read(texts.FullName)) is { } wrongTexts)
            yield return $"--customer.texts: {wrongTexts}";
    }

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        if (options.Customer.KeyFile is { } file && LinkKeyFile.WarningOf(file.FullName, LinkKeyFile.Read(file.FullName)) is { } warning)
            yield return $"{_keyFile.Name}: {warning}";
        if (options.Customer is { ListenAddresses.Count: > 0 } && options.Mode != ExporterMode.Act)
            yield return "--customer.listen-address: in observe mode customers see their servers and can change nothing";
    }

    public IEnumerable<string> Summary(ExporterOptions options)
    {
        if (options.Customer.ListenAddresses.Count > 0)
            yield return $"customers' page listens on: {string.Join(", ", options.Customer.ListenAddresses)}";
    }

    // As browsers write it: scheme, host in lower case, port where it is not the usual one.
    private static string? ReadOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var origin) && origin.Scheme is "http" or "https" && origin.UserInfo.Length == 0
        && origin.GetLeftPart(UriPartial.Authority) is var plain && text.TrimEnd('/').Equals(plain, StringComparison.OrdinalIgnoreCase)
            ? plain
            : null;

    private static string? Try(Action read)
    {
        try
        {
            read();
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }
}
