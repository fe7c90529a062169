using System.Security.Cryptography.X509Certificates;
using ExporterToolkit.WebConfig;

namespace ExporterToolkit.Hosting;

/// <summary>Under which settings the client of an encrypted connection was let in: a feature of the connection.</summary>
/// <remarks>The configuration may have changed since. A name that nobody vouched for is worth nothing, and one whose authority was withdrawn no more.</remarks>
public sealed class ClientTrust(TlsSettings settings)
{
    // Requests of one HTTP/2 connection run at the same time; each may replace it by the same.
    private volatile TlsSettings _settings = settings;
    private X509Certificate2Collection _besides = [];

    /// <summary>Whether the certificate that the client may have shown was verified.</summary>
    public bool Verified => _settings.Clients.Verifies;

    /// <summary>Keeps the certificates that the client sent besides its own.</summary>
    public void Keep(X509Certificate2Collection besides) => _besides = besides;

    /// <summary>Whether it would be let in now. When that had to be asked again, the connection should end, so that the next is made under the settings of now.</summary>
    /// <param name="now">The settings of now; null: nothing is encrypted any more.</param>
    /// <param name="client">The certificate that the client showed.</param>
    /// <param name="time">The time of now.</param>
    /// <param name="isOld">Whether it came in under other settings, or its certificate has run out.</param>
    public bool IsAccepted(TlsSettings? now, X509Certificate2? client, DateTimeOffset time, out bool isOld)
    {
        isOld = now != _settings || (Verified && client is not null && client.NotAfter < time.LocalDateTime);
        if (!isOld)
            return true;
        if (now is null || !now.WouldAccept(client, _besides))
            return false;
        _settings = now;
        return true;
    }
}
