using System.CommandLine;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options for polling Alertmanagers.</summary>
internal sealed class AlertmanagerFlags : IFlagGroup<ExporterOptions>
{
    private readonly Option<Uri[]> _addresses = new("--alertmanager.url")
    {
        Description = "Alertmanager to poll for alerts, instead of or in addition to its webhook. Can be given several times for one set. Default: none.",
        HelpName = "URL",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, ReadAddress, "an address such as http://alertmanager:9093"),
    };

    private readonly Option<string[]> _filters = new("--alertmanager.filter")
    {
        Description = "Matcher that alerts must satisfy, for example instance=\"host1:10177\". Can be given several times: all must match. " +
            $"The names of the alerts are always matched. Default: {AlertNames.Matcher}.",
        HelpName = "MATCHER",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each(result, text => text.Contains('=') ? text : null, "a matcher such as instance=\"host1:10177\""),
    };

    private readonly Option<RequestHeader[]> _headers = new("--alertmanager.header")
    {
        Description = "Header sent to Alertmanagers, for example \"X-Scope-OrgID: hosts\", the tenant of Mimir. Can be given several times. Not for secrets. Default: none.",
        HelpName = "NAME:VALUE",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => FlagValue.Each<RequestHeader>(result, RequestHeader.TryParse),
    };

    private readonly Option<TimeSpan?> _interval = new("--alertmanager.poll-interval")
    {
        Description = "How often Alertmanagers are polled. Default: 5s.",
        HelpName = "DURATION",
        CustomParser = result => FlagValue.Value(
            result, text => Duration.TryParse(text) is { TotalSeconds: >= 1 and <= 60 } interval ? interval : (TimeSpan?)null, "a duration from 1s to 1m"),
    };

    private readonly Option<FileInfo> _tokenFile = new("--alertmanager.token-file")
    {
        Description = "File with the bearer token sent to Alertmanagers; read again when it changes. Default: none.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo> _passwordFile = new("--alertmanager.password-file")
    {
        Description = "File with the password of the user in --alertmanager.url; read again when it changes. Default: none.",
        HelpName = "FILE",
    };

    private readonly Option<FileInfo> _authorityFile = new("--alertmanager.ca-file")
    {
        Description = "PEM file with the trusted certificate authorities for Alertmanagers. Default: those of this machine.",
        HelpName = "FILE",
    };

    public IReadOnlyList<Option> Options => [_addresses, _filters, _headers, _interval, _tokenFile, _passwordFile, _authorityFile];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with
    {
        Alertmanager = new AlertmanagerOptions
        {
            Addresses = result.GetValue(_addresses) ?? options.Alertmanager.Addresses,
            Filters = [.. ((IEnumerable<string>)[AlertNames.Matcher, .. result.GetValue(_filters) ?? []]).Distinct()],
            Headers = result.GetValue(_headers) ?? options.Alertmanager.Headers,
            Interval = result.GetValue(_interval) ?? options.Alertmanager.Interval,
            TokenFile = result.GetValue(_tokenFile),
            PasswordFile = result.GetValue(_passwordFile),
            AuthorityFile = result.GetValue(_authorityFile),
        },
    };

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options)
    {
        var alertmanager = options.Alertmanager;
        foreach (var option in Options.Where(option => option != _addresses && alertmanager.Addresses is [] && result.GetResult(option) is not null))
            yield return $"{option.Name} requires --alertmanager.url";
        foreach (var twice in alertmanager.Headers.CountBy(header => header.Name, StringComparer.OrdinalIgnoreCase).Where(pair => pair.Value > 1))
            yield return $"{_headers.Name}: {twice.Key} is given {twice.Value} times";
        if (alertmanager is { TokenFile: not null, PasswordFile: not null })
            yield return "--alertmanager.password-file and --alertmanager.token-file are mutually exclusive";
        if (alertmanager.TokenFile is { } token && TokenFile.TryRead(token.FullName, out _, leastLength: 1) is { } noToken)
            yield return $"{_tokenFile.Name}: {noToken}";
        if (alertmanager.PasswordFile is { } password && TokenFile.TryRead(password.FullName, out _, leastLength: 1) is { } noPassword)
            yield return $"{_passwordFile.Name}: {noPassword}";
        if (alertmanager.PasswordFile is not null && alertmanager.Addresses.Any(address => address.UserInfo.Length == 0))
            yield return "--alertmanager.password-file requires a user in each --alertmanager.url, for example http://exporter@alertmanager:9093";
        if (alertmanager.AuthorityFile is { } authorities && ProblemOf(authorities) is { } noAuthority)
            yield return $"{_authorityFile.Name}: {noAuthority}";
    }

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        if (options.Alertmanager.TokenFile is { } token && TokenFile.WarningOf(token.FullName) is { } ofToken)
            yield return $"{_tokenFile.Name}: {ofToken}";
        if (options.Alertmanager.Addresses.Any(address => address.UserInfo.Contains(':', StringComparison.Ordinal)))
            yield return $"{_addresses.Name}: a password in it is visible in the process list to all users of this machine: use {_passwordFile.Name}";
        if (options.Alertmanager.PasswordFile is { } password && TokenFile.WarningOf(password.FullName) is { } ofPassword)
            yield return $"{_passwordFile.Name}: {ofPassword}";
    }

    public IEnumerable<string> Summary(ExporterOptions options) => options.Alertmanager.Addresses is { Count: > 0 } addresses
        ? [$"polls Alertmanager: {string.Join(", ", addresses.Select(address => address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)))} for {string.Join(" ", options.Alertmanager.Filters)}"]
        : [];

    private static Uri? ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.Query == "" && address.Fragment == ""
            ? address
            : null;

    private static string? ProblemOf(FileInfo file)
    {
        try
        {
            AuthorityFile.Read(file.FullName, out _);
            return null;
        }
        catch (FormatException exception)
        {
            return exception.Message;
        }
    }
}
