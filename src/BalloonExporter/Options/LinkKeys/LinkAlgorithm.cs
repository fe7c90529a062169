namespace BalloonExporter.Options.LinkKeys;

/// <summary>How a link is signed, as RFC 7518 names it. A key file has keys of one of them, so a public key is never taken for a secret.</summary>
internal enum LinkAlgorithm
{
    /// <summary>ECDSA with P-256 and SHA-256.</summary>
    ES256,

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    RS256,

    /// <summary>HMAC with SHA-256.</summary>
    HS256,
}
