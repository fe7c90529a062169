using System.Text.Json;

namespace BalloonExporter.Links;

/// <summary>What a link says, in its own words (RFC 7519, section 4). Times are seconds since 1970.</summary>
internal sealed record LinkClaims
{
    /// <summary>The panel.</summary>
    public string? Iss { get; init; }

    /// <summary>A text, or a list of texts.</summary>
    public JsonElement? Aud { get; init; }

    /// <summary>The customer, in the panel's own terms.</summary>
    public string? Sub { get; init; }

    /// <summary>What tells this link from all others.</summary>
    public string? Jti { get; init; }

    public double? Iat { get; init; }

    public double? Nbf { get; init; }

    public double? Exp { get; init; }

    /// <summary>UUID of the one domain.</summary>
    public string? Domain { get; init; }

    /// <summary>Any of read, policy, restart, force.</summary>
    public IReadOnlyList<string>? May { get; init; }

    /// <summary>What the customer calls the server.</summary>
    public string? Name { get; init; }

    /// <summary>Language of the page.</summary>
    public string? Lang { get; init; }

    /// <summary>light or dark.</summary>
    public string? Theme { get; init; }

    /// <summary>Where the page leads back to.</summary>
    public string? Back { get; init; }
}
