namespace ExporterToolkit.WebConfig;

/// <summary>What a web configuration keeps strangers out with.</summary>
/// <param name="Users">A name and a password are asked for.</param>
/// <param name="Encryption">Nothing is served unencrypted.</param>
/// <param name="ClientCertificates">A client without a certificate is refused.</param>
/// <param name="VerifiedClients">So is one whose certificate nobody vouches for.</param>
/// <param name="OwnAuthorities">The file says who may vouch for clients.</param>
/// <param name="AnyAuthority">Whoever this machine trusts may: public authorities, and so everybody. The opposite of a protection.</param>
/// <param name="ClientNames">Only some names are let in.</param>
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

    /// <summary>The keys of the file that stood for what these have and others lack.</summary>
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
