using System.Text;
using System.Text.Json;
using BalloonExporter.Options.LinkKeys;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Links;

/// <summary>A link as it is sent: the compact form of a JSON Web Signature (RFC 7515, section 7.1), taken apart. Nothing of it is verified.</summary>
/// <param name="Header">The header.</param>
/// <param name="Signed">The bytes that are signed.</param>
/// <param name="Claims">The claims, unread.</param>
/// <param name="Signature">The signature.</param>
internal sealed record LinkText(LinkHeader Header, byte[] Signed, byte[] Claims, byte[] Signature)
{
    /// <summary>Longest link in characters.</summary>
    public const int Longest = 4000;

    /// <summary>Whether a text has the form of a link.</summary>
    public static bool IsLikely(string text) => text.AsSpan().Count('.') == 2;

    /// <summary>Takes it apart.</summary>
    /// <returns>The parts, or what is wrong: one of the two.</returns>
    public static (LinkText? Text, string? Problem) Read(string text)
    {
        if (text.Length > Longest)
            return (null, $"it is longer than {Longest} characters");
        if (text.Split('.') is not [var header, var claims, var signature]
            || Base64Text.TryRead(header) is not { } headerBytes || Base64Text.TryRead(claims) is not { } claimBytes || Base64Text.TryRead(signature) is not { } signatureBytes)
            return (null, "it is no signed token");
        try
        {
            return JsonSerializer.Deserialize(headerBytes, LinkJson.Default.LinkHeader) is { } read
                ? (new LinkText(read, Encoding.ASCII.GetBytes($"{header}.{claims}"), claimBytes, signatureBytes), null)
                : (null, "its header is null");
        }
        catch (JsonException exception)
        {
            return (null, $"its header cannot be read: {JsonFault.Of(exception)}");
        }
    }
}
