using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using BalloonExporter.Links;
using BalloonExporter.Options.LinkKeys;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Links as a panel signs them, and as an attacker would like them.</summary>
internal sealed class TestLink
{
    public const string Secret = "a secret of at least thirty-two bytes";

    public static readonly ECDsa Elliptic = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    public static readonly RSA Rsa = RSA.Create(2048);

    private JsonObject Header { get; }

    private JsonObject Claims { get; }

    public TestLink(DateTimeOffset now, int domain = 1)
    {
        Header = new JsonObject { ["alg"] = "HS256", ["typ"] = LinkHeader.Type };
        Claims = new JsonObject
        {
            ["iss"] = "https://panel.example",
            ["aud"] = "balloon-exporter",
            ["sub"] = "customer-7",
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.ToUnixTimeSeconds() + 300,
            ["domain"] = Snapshots.Uuid(domain).ToString(),
            ["may"] = new JsonArray("read", "policy", "restart", "force"),
        };
    }

    public static SecretKey SecretKey { get; } = new(Encoding.UTF8.GetBytes(Secret), id: null);

    /// <summary>Sets a claim to a JSON text; null removes it.</summary>
    public TestLink Claim(string name, string? json) => Set(Claims, name, json);

    /// <summary>Sets a member of the header to a JSON text; null removes it.</summary>
    public TestLink InHeader(string name, string? json) => Set(Header, name, json);

    public string Signed(LinkKey? key = null, Func<string, byte[]>? sign = null)
    {
        if (key is not null)
            Header["alg"] = key.Algorithm.ToString();
        return Put(Header.ToJsonString(), Claims.ToJsonString(), sign ?? (text => (key ?? SecretKey).Sign(Encoding.ASCII.GetBytes(text))));
    }

    /// <summary>Any two texts, signed.</summary>
    public static string Put(string header, string claims, Func<string, byte[]> sign)
    {
        var text = $"{Base64Text.Of(Encoding.UTF8.GetBytes(header))}.{Base64Text.Of(Encoding.UTF8.GetBytes(claims))}";
        return $"{text}.{Base64Text.Of(sign(text))}";
    }

    public static string BySecret(string header, string claims) => Put(header, claims, text => SecretKey.Sign(Encoding.ASCII.GetBytes(text)));

    public static EllipticKey EllipticKey(string? id = null) => new(Elliptic.ExportParameters(includePrivateParameters: true), id);

    public static RsaKey RsaKey(string? id = null) => new(Rsa.ExportParameters(includePrivateParameters: true), id);

    private TestLink Set(JsonObject where, string name, string? json)
    {
        if (json is null)
            where.Remove(name);
        else
            where[name] = JsonNode.Parse(json);
        return this;
    }
}
