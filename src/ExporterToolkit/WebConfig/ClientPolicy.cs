using System.Net.Security;

namespace ExporterToolkit.WebConfig;

/// <summary>Requirements for a client certificate: the five values of Go's crypto/tls as three flags.</summary>
public sealed record ClientPolicy(bool Asks, bool Requires, bool Verifies)
{
    public static ClientPolicy None { get; } = new(false, false, false);

    public static ClientPolicy? TryParse(string? text) => text switch
    {
        null or "" or "NoClientCert" => None,
        "RequestClientCert" => new(true, false, false),
        // exporter-toolkit accepts both spellings.
        "RequireAnyClientCert" or "RequireClientCert" => new(true, true, false),
        "VerifyClientCertIfGiven" => new(true, false, true),
        "RequireAndVerifyClientCert" => new(true, true, true),
        _ => null,
    };

    public bool Accepts(bool given, SslPolicyErrors errors) => given ? !Verifies || errors == SslPolicyErrors.None : !Requires;
}
