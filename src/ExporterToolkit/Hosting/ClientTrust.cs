using System.Security.Cryptography.X509Certificates;
using ExporterToolkit.WebConfig;

namespace ExporterToolkit.Hosting;

/// <summary>A feature of an encrypted connection: the TLS settings under which its client was accepted.</summary>
/// <remarks>The configuration may have changed since. A client name counts only if an authority that is still trusted has verified it.</remarks>
public sealed class ClientTrust(TlsSettings settings)
{
    // Requests of one HTTP/2 connection run concurrently; they may all replace the settings with the same object.
    private volatile TlsSettings _settings = settings;
    private X509Certificate2Collection _besides = [];

    /// <summary>Whether the client certificate, if there is one, was verified.</summary>
    public bool Verified => _settings.Clients.Verifies;

    /// <summary>Keeps the intermediate certificates sent by the client.</summary>
    public void Keep(X509Certificate2Collection besides) => _besides = besides;

    /// <summary>
    /// Whether the client would be accepted under the current settings. If this had to be checked again, the connection should be closed,
    /// so that the next one uses the current settings.
    /// </summary>
    /// <param name="now">Current settings; null when TLS is off.</param>
    /// <param name="client">The client's certificate.</param>
    /// <param name="time">Current time.</param>
    /// <param name="isOld">Whether the client was accepted under other settings, or its certificate has expired.</param>
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
