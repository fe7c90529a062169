using System.Security.Cryptography;
using System.Text;
using BalloonExporter.Options.LinkKeys;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Links;

/// <summary>Which key files are accepted, and that an error does not quote them.</summary>
public sealed class LinkKeyFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Public_keys_secrets_and_sets_of_keys_are_read()
    {
        Assert.Equal(LinkAlgorithm.ES256, Read(TestLink.Elliptic.ExportSubjectPublicKeyInfoPem()).Algorithm);
        Assert.Equal(LinkAlgorithm.RS256, Read(TestLink.Rsa.ExportSubjectPublicKeyInfoPem() + "\n").Algorithm);
        Assert.Equal(LinkAlgorithm.RS256, Read(TestLink.Rsa.ExportRSAPublicKeyPem()).Algorithm);
        Assert.Equal(LinkAlgorithm.HS256, Read($"{TestLink.Secret}\n").Algorithm);
        Assert.Equal(LinkAlgorithm.HS256, Read($$"""{"keys":[{"kty":"oct","kid":"a","k":"{{Base64Text.Of(Encoding.UTF8.GetBytes(TestLink.Secret))}}"}]}""").Algorithm);
    }

    [Fact]
    public void A_private_key_signs_and_does_not_belong_on_a_host()
    {
        foreach (var pem in (string[])[TestLink.Elliptic.ExportPkcs8PrivateKeyPem(), TestLink.Elliptic.ExportECPrivateKeyPem(), TestLink.Rsa.ExportPkcs8PrivateKeyPem(), TestLink.Rsa.ExportRSAPrivateKeyPem()])
        {
            File.WriteAllText(_path, pem);

            Assert.NotNull(LinkKeyFile.ReadAny(_path).Signing);
            Assert.Contains("private key", Assert.Throws<FormatException>(() => LinkKeyFile.Read(_path)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_short_RSA_key_another_curve_and_two_families_are_refused()
    {
        using var shortKey = RSA.Create(1024);
        using var otherCurve = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        Refused(shortKey.ExportSubjectPublicKeyInfoPem(), "2048");
        Refused(otherCurve.ExportSubjectPublicKeyInfoPem(), "P-256");
        Refused($"{TestLink.Elliptic.ExportSubjectPublicKeyInfoPem()}\n{TestLink.Rsa.ExportSubjectPublicKeyInfoPem()}", "several algorithms");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("hunter2hunter2", "at least 32 bytes")]
    [InlineData("two lines of a secret, the first one is long enough\nhunter2", "one line")]
    [InlineData("{\"keys\":[]}", "has no key")]
    [InlineData("{\"keys\":null}", "has no keys")]
    [InlineData("{\"keys\":[null]}", "null")]
    [InlineData("{\"keys\":[{\"kty\":\"hunter2\"}]}", "kty")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\"}]}", "crv")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}", "")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AA\",\"e\":\"AQAB\"}]}", "")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"k\":\"hunter2\"}]}", "")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"use\":\"enc\"}]}", "use")]
    [InlineData("{\"keys\":[", "JSON Web Key Set")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nhunter2hunter2hunter2hunter2hunter2\n-----END PUBLIC KEY-----", "")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "no key")]
    [InlineData("-----BEGIN PUBLIC KEY-----", "PEM")]
    public void Another_file_is_refused_and_never_taken_for_a_secret(string text, string named) => Refused(text, named);

    [Fact]
    public void Keys_that_cannot_be_told_apart_are_refused()
    {
        var secret = Base64Text.Of(Encoding.UTF8.GetBytes(TestLink.Secret));
        Refused($$"""{"keys":[{"kty":"oct","kid":"a","k":"{{secret}}"},{"kty":"oct","kid":"a","k":"{{secret}}"}]}""", "kid");
        Refused($$"""{"keys":[{"kty":"oct","kid":"a","k":"{{secret}}"},{"kty":"oct","k":"{{secret}}"}]}""", "kid");
        Refused($$"""{"keys":[{"kty":"oct","alg":"RS256","k":"{{secret}}"}]}""", "alg");
    }

    [Fact]
    public void A_file_that_others_may_write_is_refused_and_one_that_others_may_read_is_warned_of()
    {
        File.WriteAllText(_path, TestLink.Secret);
        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.Contains("readable", LinkKeyFile.WarningOf(_path, LinkKeyFile.Read(_path)), StringComparison.Ordinal);

        File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        Assert.Throws<FormatException>(() => LinkKeyFile.Read(_path));
        Assert.Throws<FormatException>(() => LinkKeyFile.Read("/nonexistent/keys"));
    }

    private LinkKeySet Read(string text)
    {
        File.WriteAllText(_path, text);
        return LinkKeyFile.Read(_path);
    }

    private void Refused(string text, string named)
    {
        var message = Assert.Throws<FormatException>(() => Read(text)).Message;

        Assert.StartsWith(_path, message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
    }
}
