using System.Collections.Frozen;

namespace ExporterToolkit.Configuration;

/// <summary>An extra header of requests, for example a tenant.</summary>
/// <param name="Name">Header name, a token of RFC 9110.</param>
/// <param name="Value">Header value, without control characters.</param>
public sealed record RequestHeader(string Name, string Value)
{
    private const string Expected = "a header such as \"X-Scope-OrgID: hosts\"";
    private const int LongestValue = 1024;

    // Headers that set credentials, host or message framing are set by the program itself.
    private static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Connection", "Cookie", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    /// <summary>Parses "NAME: VALUE"; null, with the expected format, when it is invalid.</summary>
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
        expected = $"a header other than {name}, which the program sets itself";
        return null;
    }

    /// <summary>Adds it to a request; false for a content header, since requests here have no content.</summary>
    public bool TryAddTo(HttpRequestMessage request) => request.Headers.TryAddWithoutValidation(Name, Value);

    // RFC 9110, 5.6.2
    private static bool IsTokenCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "!#$%&'*+-.^_`|~".Contains(character, StringComparison.Ordinal);
}
