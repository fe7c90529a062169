using System.Text;
using System.Text.Json;
using BalloonExporter.Options.LinkKeys;

namespace BalloonExporter.Links;

/// <summary>Signs links, for operators and tests: usually the panel does.</summary>
internal static class LinkSigner
{
    /// <exception cref="InvalidOperationException">The key is public.</exception>
    public static string Sign(LinkKey key, LinkClaims claims)
    {
        var header = new LinkHeader { Alg = key.Algorithm.ToString(), Typ = LinkHeader.Type, Kid = key.Id };
        var signed = $"{Base64Text.Of(JsonSerializer.SerializeToUtf8Bytes(header, LinkJson.Default.LinkHeader))}.{Base64Text.Of(JsonSerializer.SerializeToUtf8Bytes(claims, LinkJson.Default.LinkClaims))}";
        return $"{signed}.{Base64Text.Of(key.Sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    /// <summary>A text as claims have it.</summary>
    public static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, LinkJson.Default.String);
}
