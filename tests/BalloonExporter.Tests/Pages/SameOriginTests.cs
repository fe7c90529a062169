using BalloonExporter.Pages;
using Microsoft.AspNetCore.Http;

namespace BalloonExporter.Tests.Pages;

/// <summary>Every combination of where a browser says that a change comes from.</summary>
public sealed class SameOriginTests
{
    private static readonly string?[] Sites = [null, "", "same-origin", "same-site", "cross-site", "none", "Same-Origin", "same-origin, cross-site"];

    private static readonly (string? Origin, string Host, bool IsSame)[] Origins =
    [
        (null, "balloon.example", false),
        ("", "balloon.example", false),
        ("null", "balloon.example", false),
        ("https://balloon.example", "balloon.example", true),
        ("https://BALLOON.example", "balloon.example", true),
        ("https://balloon.example", "balloon.example:443", true),
        ("http://balloon.example", "balloon.example", true),
        ("https://balloon.example:8443", "balloon.example:8443", true),
        ("https://balloon.example:8443", "balloon.example", false),
        ("https://balloon.example", "balloon.example:8443", false),
        ("https://balloon.example.evil", "balloon.example", false),
        ("https://evil.balloon.example", "balloon.example", false),
        ("https://evil.example", "balloon.example", false),
        ("http://localhost:10178", "localhost:10178", true),
        ("http://localhost:10178", "localhost:10177", false),
        ("http://[::1]:10178", "[::1]:10178", true),
        ("file:///balloon.example", "balloon.example", false),
        ("balloon.example", "balloon.example", false),
    ];

    public static IEnumerable<object?[]> All => from site in Sites from each in Origins select new object?[] { site, each.Origin, each.Host, each.IsSame };

    [Theory]
    [MemberData(nameof(All))]
    public void A_change_comes_from_a_page_of_this_exporter_or_is_refused(string? site, string? origin, string host, bool isSame)
    {
        var expected = string.IsNullOrEmpty(site) ? isSame : site == "same-origin";

        Assert.Equal(expected, SameOrigin.IsTrusted(site, origin, new HostString(host)));
    }
}
