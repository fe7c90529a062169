using System.Collections.Frozen;
using System.Text.Json;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Links;

/// <summary>What the claims of a link must say. Pure.</summary>
internal sealed class LinkRules(CustomerOptions options)
{
    /// <summary>Longest life of a link.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    /// <summary>What the clocks of the panel and of this host may differ by.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    private const int LongestName = 64;

    /// <summary>The rights that a link can give.</summary>
    public static IReadOnlySet<Scope> Rights { get; } = FrozenSet.Create(Scope.Read, Scope.Policy, Scope.Restart, Scope.Force);

    /// <summary>The link, or why it is none.</summary>
    public (Link? Link, string? Problem) Read(LinkClaims claims, DateTimeOffset now)
    {
        if (ProblemOf(claims) is { } problem)
            return (null, problem);
        if (Time(claims.Exp) is not { } expiresAt || Time(claims.Iat) is not { } issuedAt)
            return (null, "exp or iat is missing, or no time");
        if (claims.Nbf is not null && Time(claims.Nbf) is null)
            return (null, "nbf is no time");
        if (expiresAt <= now)
            return (null, "it has expired");
        if (expiresAt - issuedAt > LongestLife)
            return (null, $"exp is more than {LongestLife.TotalMinutes:0} minutes after iat");
        if (issuedAt > now + Skew || Time(claims.Nbf) > now + Skew)
            return (null, "iat or nbf is in the future: compare the clocks of the panel and of this host");
        if (!Guid.TryParseExact(claims.Domain, "D", out var domain))
            return (null, "domain is not a UUID");
        if (RightsIn(claims.May) is not { } may)
            return (null, $"may is not a list of {string.Join(", ", Rights.Order().Select(right => right.ToLabel()))}");
        return (
            new Link
            {
                Domain = domain,
                May = may,
                Subject = TextBounds.Cut(claims.Sub!, LongestName),
                Id = claims.Jti!,
                IssuedAt = issuedAt,
                ExpiresAt = expiresAt,
                Name = claims.Name is { Length: > 0 } name ? TextBounds.Cut(name, LongestName) : null,
                Language = claims.Lang,
                Theme = claims.Theme is "light" or "dark" ? claims.Theme : null,
                Back = Back(claims.Back),
            },
            null);
    }

    private string? ProblemOf(LinkClaims claims)
    {
        if (string.IsNullOrEmpty(claims.Iss) || (options.Issuer is { } issuer && claims.Iss != issuer))
            return "iss is missing, or not that of --customer.issuer";
        if (!IsFor(claims.Aud, options.Audience))
            return "aud does not name this exporter (--customer.audience)";
        if (string.IsNullOrEmpty(claims.Sub))
            return "sub is missing";
        return claims.Jti is { Length: > 0 and <= TextBounds.Text } ? null : "jti is missing or too long";
    }

    private static bool IsFor(JsonElement? audience, string name) => audience switch
    {
        { ValueKind: JsonValueKind.String } one => one.GetString() == name,
        { ValueKind: JsonValueKind.Array } several => several.EnumerateArray().Any(each => each.ValueKind == JsonValueKind.String && each.GetString() == name),
        _ => false,
    };

    // Some libraries write fractions.
    private static DateTimeOffset? Time(double? seconds) =>
        seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.UnixEpoch.AddSeconds(seconds.Value) : null;

    // A right that is not known may be a misspelt one.
    private FrozenSet<Scope>? RightsIn(IReadOnlyList<string>? may)
    {
        if (may is not { Count: > 0 })
            return null;
        var rights = may.Select(right => right is null ? null : Scopes.TryParse(right)).ToList();
        return rights.TrueForAll(right => right is { } scope && Rights.Contains(scope))
            ? rights.Select(right => right!.Value).Where(options.Allows).ToFrozenSet()
            : null;
    }

    // The panel may pass on what its own callers say.
    private Uri? Back(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var back) && options.BackOrigins.Contains(back.GetLeftPart(UriPartial.Authority)) ? back : null;
}
