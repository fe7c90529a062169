namespace ExporterToolkit.WebConfig;

/// <summary>The access controls of a web configuration.</summary>
/// <param name="Users">Basic authentication is required.</param>
/// <param name="Encryption">TLS is required.</param>
/// <param name="ClientCertificates">A client certificate is required.</param>
/// <param name="VerifiedClients">The client certificate must be verified.</param>
/// <param name="OwnAuthorities">The file names the trusted authorities for clients.</param>
/// <param name="AnyAuthority">The authorities trusted by this machine are accepted, including public ones. This is the opposite of protection.</param>
/// <param name="ClientNames">Only certain names are accepted.</param>
public sealed record Protections(
    bool Users, bool Encryption, bool ClientCertificates, bool VerifiedClients, bool OwnAuthorities, bool AnyAuthority, bool ClientNames)
{
    public static Protections None { get; } = new(false, false, false, false, false, false, false);

    public static Protections Of(WebConfiguration configuration) => new(
        configuration.Users is not null,
        configuration.Tls is not null,
        configuration.Tls is { Clients.Requires: true },
        configuration.Tls is { Clients: { Requires: true, Verifies: true } },
        configuration.Tls is { Clients.Verifies: true, ClientAuthorities: not null },
        configuration.Tls is { Clients.Verifies: true, ClientAuthorities: null },
        configuration.Tls is { ClientNames: not null });

    public Protections And(Protections other) => new(
        Users || other.Users,
        Encryption || other.Encryption,
        ClientCertificates || other.ClientCertificates,
        VerifiedClients || other.VerifiedClients,
        OwnAuthorities || other.OwnAuthorities,
        AnyAuthority || other.AnyAuthority,
        ClientNames || other.ClientNames);

    /// <summary>The keys of the file for the protections that these have and others lack.</summary>
    public IEnumerable<string> MissingIn(Protections others)
    {
        if (Users && !others.Users)
            yield return "basic_auth_users";
        if (Encryption && !others.Encryption)
            yield return "tls_server_config";
        else if ((ClientCertificates && !others.ClientCertificates) || (VerifiedClients && !others.VerifiedClients))
            yield return "client_auth_type";
        else if (OwnAuthorities && others.AnyAuthority)
            yield return "client_ca_file";
        else if (ClientNames && !others.ClientNames)
            yield return "client_allowed_sans";
    }
}
