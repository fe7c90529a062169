namespace BalloonExporter.WebConfig;

/// <summary>What a web configuration keeps strangers out with.</summary>
internal sealed record Protections(bool Users, bool Encryption, bool ClientCertificates, bool ClientNames)
{
    public static Protections None { get; } = new(false, false, false, false);

    public static Protections Of(WebConfiguration configuration) => new(
        configuration.Users is not null,
        configuration.Tls is not null,
        configuration.Tls is { Clients.Requires: true },
        configuration.Tls is { ClientNames: not null });

    public Protections And(Protections other) => new(
        Users || other.Users, Encryption || other.Encryption, ClientCertificates || other.ClientCertificates, ClientNames || other.ClientNames);

    /// <summary>The keys of the file that stood for what these have and others lack.</summary>
    public IEnumerable<string> MissingIn(Protections others)
    {
        if (Users && !others.Users)
            yield return "basic_auth_users";
        if (Encryption && !others.Encryption)
            yield return "tls_server_config";
        else if (ClientCertificates && !others.ClientCertificates)
            yield return "client_auth_type";
        else if (ClientNames && !others.ClientNames)
            yield return "client_allowed_sans";
    }
}
