namespace BalloonExporter.Web;

/// <summary>Whether the certificate that a client may have shown was verified: a feature of every encrypted connection.</summary>
/// <remarks>Kept from the handshake: the configuration may have changed since, and a name that nobody vouched for is worth nothing.</remarks>
internal sealed record ClientTrust(bool Verified);
