using System.CommandLine;
using System.CommandLine.Parsing;
using System.Security.Cryptography.X509Certificates;
using BalloonExporter.Backtest.History;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Options of a Prometheus that is asked, or of what answers like one.</summary>
internal sealed class PrometheusFlags
{
    private readonly Option<Uri> _address = new("--prometheus.url")
    {
        Description = "Read the history from this Prometheus, Thanos or Mimir; may include a user.",
        HelpName = "URL",
        CustomParser = result => FlagValue.Reference(result, ReadAddress, "an address such as http://prometheus:9090"),
    };

    private readonly Option<string[]> _matchers = new("--prometheus.matcher")
    {
        Description = "Matcher that the series must satisfy, for example cluster=\"eu1\". Can be given several times: all must match. Default: none.",
        HelpName = "MATCHER",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, text => text.Contains('=') && !text.Contains('}') ? text : null, "a matcher such as cluster=\"eu1\""),
    };

    private readonly Option<RequestHeader[]> _headers = new("--prometheus.header")
    {
        Description = "Header sent to it, for example \"X-Scope-OrgID: hosts\", the tenant of Mimir. Can be given several times. Not for secrets. Default: none.",
        HelpName = "NAME:VALUE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each<RequestHeader>(result, RequestHeader.TryParse),
    };

    private readonly Option<FileInfo> _tokenFile = new("--prometheus.token-file")
    {
        Description = "File with the bearer token sent to it. Default: none.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo> _passwordFile = new("--prometheus.password-file")
    {
        Description = "File with the password of the user in --prometheus.url. Default: none.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo> _authorityFile = new("--prometheus.ca-file")
    {
        Description = "PEM file with the certificate authorities trusted for it. Default: those of this machine.",
        HelpName = "FILE",
    };

    public Option Address => _address;

    public IReadOnlyList<Option> Options => [_address, _matchers, _headers, _tokenFile, _passwordFile, _authorityFile];

    public void Validate(CommandResult result)
    {
        foreach (var option in Options.Where(option => option != _address && result.GetResult(option) is not null && result.GetResult(_address) is null))
            result.AddError($"{option.Name} requires {_address.Name}");
        if (result.GetResult(_tokenFile) is not null && result.GetResult(_passwordFile) is not null)
            result.AddError($"{_passwordFile.Name} and {_tokenFile.Name} are mutually exclusive");
    }

    /// <exception cref="HistoryException">A file of credentials cannot be used.</exception>
    public IHistorySource Source(ParseResult result, TimeGrid grid)
    {
        var client = Connect(result);
        return new PrometheusHistory(NameOf(client), client, Matchers(result), grid);
    }

    /// <summary>A client of that Prometheus.</summary>
    /// <exception cref="HistoryException">A file of credentials cannot be used.</exception>
    public PrometheusClient Connect(ParseResult result) => new(result.GetRequiredValue(_address), new PrometheusAccess
    {
        Headers = result.GetValue(_headers) ?? [],
        Token = Secret(_tokenFile, result),
        Password = Secret(_passwordFile, result),
        Authorities = Authorities(result),
    });

    /// <summary>Matchers that the series must satisfy.</summary>
    public IReadOnlyList<string> Matchers(ParseResult result) => result.GetValue(_matchers) ?? [];

    /// <summary>The Prometheus, for messages.</summary>
    public string NameOf(PrometheusClient client) => $"{_address.Name}={client.Name}";

    private X509Certificate2Collection? Authorities(ParseResult result)
    {
        try
        {
            return result.GetValue(_authorityFile) is { } file ? AuthorityFile.Read(file.FullName, out _) : null;
        }
        catch (FormatException exception)
        {
            throw new HistoryException($"{_authorityFile.Name}: {exception.Message}", exception);
        }
    }

    private static string? Secret(Option<FileInfo> option, ParseResult result)
    {
        if (result.GetValue(option) is not { } file)
            return null;
        return TokenFile.TryRead(file.FullName, out var secret, leastLength: 1) is { } problem ? throw new HistoryException($"{option.Name}: {problem}") : secret;
    }

    private static Uri? ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query == "" && address.Fragment == ""
            ? address
            : null;
}
