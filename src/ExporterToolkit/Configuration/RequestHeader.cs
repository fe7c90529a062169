using System.Collections.Frozen;

namespace ExporterToolkit.Configuration;

/// <summary>A header that requests carry besides: a tenant, for example.</summary>
/// <param name="Name">Its name, a token of RFC 9110.</param>
/// <param name="Value">Its value, without control characters.</param>
public sealed record RequestHeader(string Name, string Value)
{
    private const string Expected = "a header such as \"X-Scope-OrgID: hosts\"";
    private const int LongestValue = 1024;

    // What says who asks, whom, and how the message is framed is the program's own business.
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Connection", "Cookie", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    /// <summary>Reads "NAME: VALUE"; null and what was expected when it is none.</summary>
    public static RequestHeader? TryParse(string text, out string expected)
    {
        expected = Expected;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return null;
        var (name, value) = (text[..colon], text[(colon + 1)..].Trim(' ', '\t'));
        if (!name.All(IsTokenCharacter) || value.Length is 0 or > LongestValue || !value.All(character => character is >= ' ' and <= '~'))
            return null;
        var header = new RequestHeader(name, value);
        using var probe = new HttpRequestMessage();
        if (!Reserved.Contains(name) && header.TryAddTo(probe))
            return header;
        expected = $"a header that is not the program's own, as {name} is";
        return null;
    }

    /// <summary>Puts it into a request; false where it describes a content, which a question has none of.</summary>
    public bool TryAddTo(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(Name, Value);

    // RFC 9110, 5.6.2
    private static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);
}
