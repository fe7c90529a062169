using System.CommandLine;
using System.Security.Cryptography;
using BalloonExporter.Core.Model;
using BalloonExporter.Links;
using BalloonExporter.Options;
using BalloonExporter.Options.Flags;
using BalloonExporter.Options.Keys;
using BalloonExporter.Options.LinkKeys;
using BalloonExporter.Options.Texts;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary><c>link DOMAIN</c>: signs a link to a customer's page, for operators and tests.</summary>
internal sealed class LinkCommand : Command
{
    private const int IdBytes = 16;

    private readonly CommandBackend _backend = new();
    private readonly CustomerPageFlags _flags = new();

    private readonly Argument<string> _domain = new("DOMAIN") { Description = "UUID of the domain, or its name, which libvirt is asked for." };

    private readonly Option<FileInfo> _signingKey = new("--signing-key")
    {
        Description = "Private key (PEM or JSON Web Key Set) that signs. Default: the secret in --customer.key-file.",
        HelpName = "FILE",
    };

    private readonly Option<TimeSpan?> _life = new("--for")
    {
        Description = "How long the link can be opened, 5m at most. Default: 5m.",
        HelpName = "DURATION",
        CustomParser = result => FlagValue.Value(
            result, text => Duration.TryParse(text) is { TotalSeconds: >= 1 } life && life <= LinkRules.LongestLife ? life : (TimeSpan?)null, "a duration from 1s to 5m"),
    };

    private readonly Option<string[]> _may = new("--may")
    {
        Description = "Rights, with commas between them: read, policy, restart, force. Default: read.",
        HelpName = "RIGHTS",
        CustomParser = result => FlagValue.Reference(
            result,
            text => text.Split(',') is var rights && rights.All(right => Scopes.TryParse(right) is { } scope && LinkRules.Rights.Contains(scope)) ? rights : null,
            "a list of read, policy, restart, force"),
    };

    private readonly Option<string> _name = new("--name") { Description = "What the page calls the server. Default: the domain's name.", HelpName = "TEXT" };

    private readonly Option<string> _language = new("--lang")
    {
        Description = "Language of the page: en, de, or de-formal. Default: the browser's.",
        HelpName = "LANGUAGE",
        CustomParser = result => FlagValue.Reference(result, text => Catalogues.Embedded.ContainsKey(text) ? text : null, string.Join(", ", Catalogues.Embedded.Keys)),
    };

    private readonly Option<Uri> _url = new("--url")
    {
        Description = "Address under which browsers reach the page, to print the whole link. Default: only the token is printed.",
        HelpName = "URL",
        CustomParser = result => FlagValue.Reference(
            result, text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null, "an address such as https://balloon.example.com"),
    };

    public LinkCommand()
        : base("link", "Signs a link to a customer's page, as the panel does. Works without a running exporter. Exit codes: 0 signed, 1 no such domain or no key, 2 bad options.")
    {
        Arguments.Add(_domain);
        foreach (var option in (Option[])[_life, _may, _signingKey, .. _flags.OfLinks, _name, _language, _url, _backend.Address])
            Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult result)
    {
        try
        {
            var customer = _flags.Read(result, new ExporterOptions()).Customer;
            var key = KeyOf(result, customer);
            var token = LinkSigner.Sign(key, ClaimsOf(result, customer));
            result.InvocationConfiguration.Output.WriteLine(result.GetValue(_url) is { } url ? $"{url.AbsoluteUri.TrimEnd('/')}/open?token={token}" : token);
            return ExitCode.Stopped;
        }
        catch (Exception exception) when (exception is FormatException or IOException)
        {
            result.InvocationConfiguration.Error.WriteLine($"balloon-exporter: {exception.Message}");
            return ExitCode.Failed;
        }
    }

    private LinkKey KeyOf(ParseResult result, CustomerOptions customer)
    {
        var file = result.GetValue(_signingKey) ?? customer.KeyFile ?? throw new FormatException("a key is needed: --signing-key, or --customer.key-file with a secret");
        return LinkKeyFile.ReadAny(file.FullName).Signing ?? throw new FormatException($"{file} has public keys only, which cannot sign: name the private key with --signing-key");
    }

    private LinkClaims ClaimsOf(ParseResult result, CustomerOptions customer)
    {
        var now = new SteadyClock(TimeProvider.System).WallTime.ToUnixTimeSeconds();
        return new LinkClaims
        {
            Iss = customer.Issuer ?? "balloon-exporter link",
            Aud = LinkSigner.Text(customer.Audience),
            Sub = Environment.UserName is { Length: > 0 } user ? user : "operator",
            Jti = Base64Text.Of(RandomNumberGenerator.GetBytes(IdBytes)),
            Iat = now,
            Exp = now + (result.GetValue(_life) ?? LinkRules.LongestLife).TotalSeconds,
            Domain = Find(result).ToString(),
            May = result.GetValue(_may) is { Length: > 0 } may ? may : [Scope.Read.ToLabel()],
            Name = result.GetValue(_name),
            Lang = result.GetValue(_language),
        };
    }

    private Guid Find(ParseResult result)
    {
        var name = result.GetRequiredValue(_domain);
        if (Guid.TryParseExact(name, "D", out var uuid))
            return uuid;
        if (CommandBackend.TryLoad() is { } missing)
            throw new IOException(missing);
        var options = _backend.Flags.Read(result, new ExporterOptions());
        var answer = CommandBackend.Policies(options).Read(name);
        return answer.Domain?.Uuid ?? throw new IOException(answer.Error ?? $"no domain {name} at {options.HypervisorAddresses}");
    }
}
