using System.Security.Cryptography;
using System.Text;
using BalloonExporter.Core.Model;
using BalloonExporter.Links;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using BalloonExporter.Options.LinkKeys;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Links;

/// <summary>Which links are accepted. Each wrong one differs from a right one in one thing.</summary>
public sealed class LinkVerifierTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly RecordingLogger<LinkVerifier> _log = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_right_link_gives_what_it_says()
    {
        var (link, problem) = Verifier(TestLink.Secret).Verify(New().Claim("name", "\"Shop\"").Claim("lang", "\"de\"").Signed());

        Assert.Null(problem);
        Assert.Equal((Snapshots.Uuid(1), "customer-7", "Shop", "de"), (link!.Domain, link.Subject, link.Name, link.Language));
        Assert.Equal([Scope.Read, Scope.Policy, Scope.Restart, Scope.Force], link.May.Order());
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    [InlineData("HS256")]
    public void A_link_is_accepted_under_the_algorithm_of_the_file_only(string ofFile)
    {
        var verifier = Verifier(Public(Enum.Parse<LinkAlgorithm>(ofFile)));

        foreach (var key in (LinkKey[])[TestLink.EllipticKey(), TestLink.RsaKey(), TestLink.SecretKey])
            Assert.Equal(key.Algorithm.ToString() == ofFile, verifier.Verify(New().Signed(key)).Link is not null);
    }

    [Theory]
    [InlineData("\"none\"")]
    [InlineData("\"None\"")]
    [InlineData("\"hs256\"")]
    [InlineData("\"HS512\"")]
    [InlineData("\"\"")]
    [InlineData(null)]
    public void Another_algorithm_in_the_header_is_refused(string? algorithm)
    {
        Refused(New().InHeader("alg", algorithm).Signed());
        Refused(New().InHeader("alg", algorithm).Signed(sign: _ => []));
    }

    /// <summary>The classic confusion: the public key, which is no secret, taken for a secret.</summary>
    [Fact]
    public void A_link_signed_with_the_text_of_the_public_key_as_secret_is_refused()
    {
        foreach (var pem in (string[])[Public(LinkAlgorithm.RS256), Public(LinkAlgorithm.ES256)])
        {
            var verifier = Verifier(pem);
            foreach (var secret in (string[])[pem, pem.Trim(), pem + "\n"])
            {
                Assert.Null(verifier.Verify(New().Signed(sign: text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))).Link);
                Assert.Null(verifier.Verify(New().InHeader("alg", "\"RS256\"").Signed(sign: text => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))).Link);
            }
        }
    }

    [Theory]
    [InlineData("typ", "\"JWT\"")]
    [InlineData("typ", null)]
    [InlineData("typ", "\"Balloon-page+jwt\"")]
    [InlineData("crit", "[\"exp\"]")]
    [InlineData("alg", "5")]
    public void Another_header_is_refused(string name, string? json) => Refused(New().InHeader(name, json).Signed());

    [Theory]
    [InlineData("iss", null)]
    [InlineData("iss", "\"\"")]
    [InlineData("iss", "\"https://panel.example/\"")]
    [InlineData("iss", "5")]
    [InlineData("aud", null)]
    [InlineData("aud", "\"other\"")]
    [InlineData("aud", "[]")]
    [InlineData("aud", "[\"other\", 5, null]")]
    [InlineData("aud", "{\"balloon-exporter\": true}")]
    [InlineData("sub", null)]
    [InlineData("sub", "\"\"")]
    [InlineData("jti", null)]
    [InlineData("jti", "\"\"")]
    [InlineData("exp", null)]
    [InlineData("exp", "\"2030-01-01\"")]
    [InlineData("exp", "-1")]
    [InlineData("exp", "1e300")]
    [InlineData("iat", null)]
    [InlineData("nbf", "1e300")]
    [InlineData("domain", null)]
    [InlineData("domain", "\"shop\"")]
    [InlineData("domain", "\"{00000000-0000-4000-8000-000000000001}\"")]
    [InlineData("may", null)]
    [InlineData("may", "[]")]
    [InlineData("may", "\"read\"")]
    [InlineData("may", "[\"read\", \"feedback\"]")]
    [InlineData("may", "[\"read\", \"restrat\"]")]
    [InlineData("may", "[null]")]
    public void A_claim_that_is_missing_or_wrong_is_refused(string name, string? json) => Refused(New().Claim(name, json).Signed());

    [Theory]
    [InlineData(-1, 299, true)]
    [InlineData(0, 300, true)]
    [InlineData(0, 301, false)]
    [InlineData(-300, 0, false)]
    [InlineData(-301, -1, false)]
    [InlineData(30, 330, true)]
    [InlineData(31, 331, false)]
    [InlineData(0, 1, true)]
    public void A_link_is_good_for_five_minutes_at_most(int issued, int expires, bool isGood)
    {
        var now = Snapshots.Noon.ToUnixTimeSeconds();

        Assert.Equal(isGood, Verifier(TestLink.Secret).Verify(New().Claim("iat", $"{now + issued}").Claim("exp", $"{now + expires}").Signed()).Link is not null);
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(30, true)]
    [InlineData(31, false)]
    public void A_link_is_not_good_before_its_nbf(int seconds, bool isGood) =>
        Assert.Equal(isGood, Verifier(TestLink.Secret).Verify(New().Claim("nbf", $"{Snapshots.Noon.ToUnixTimeSeconds() + seconds}").Signed()).Link is not null);

    [Fact]
    public void Times_may_have_fractions_and_the_audience_may_be_one_of_several()
    {
        var now = Snapshots.Noon.ToUnixTimeSeconds();

        Assert.NotNull(Verifier(TestLink.Secret).Verify(
            New().Claim("iat", $"{now}.25").Claim("exp", $"{now + 60}.5").Claim("aud", "[\"other\", \"balloon-exporter\"]").Claim("extra", "{\"a\": 1}").Signed()).Link);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a.b")]
    [InlineData("a.b.c.d")]
    [InlineData("äöü.b.c")]
    [InlineData("e30.e30.e30")]
    [InlineData("bnVsbA.bnVsbA.AA")]
    public void A_text_that_is_no_link_is_refused(string text) => Refused(text);

    [Fact]
    public void Every_changed_character_breaks_a_link()
    {
        var right = New().Signed();
        for (var place = 0; place < right.Length; place++)
        {
            if (right[place] != '.')
                Refused(string.Concat(right.AsSpan(0, place), right[place] == 'A' ? "B" : "A", right.AsSpan(place + 1)));
        }

        Refused(right + "=");
        Refused(right + " ");
        Refused(right[..^1]);
        Refused(right + new string('A', LinkText.Longest));
    }

    [Fact]
    public void A_duplicate_member_is_refused()
    {
        const string header = $$"""{"alg":"HS256","typ":"{{LinkHeader.Type}}"}""";
        var claims = $$"""{"iss":"https://panel.example","aud":"balloon-exporter","sub":"a","jti":"b","iat":{{Snapshots.Noon.ToUnixTimeSeconds()}},"exp":{{Snapshots.Noon.ToUnixTimeSeconds() + 60}},"domain":"{{Snapshots.Uuid(1)}}","may":["read"]}""";

        Assert.NotNull(Verifier(TestLink.Secret).Verify(TestLink.BySecret(header, claims)).Link);
        Refused(TestLink.BySecret(header, claims.Replace("\"sub\":\"a\"", "\"sub\":\"a\",\"sub\":\"b\"", StringComparison.Ordinal)));
        Refused(TestLink.BySecret("""{"alg":"none","alg":"HS256","typ":"balloon-page+jwt"}""", claims));
        Refused(TestLink.BySecret(header, "no JSON"));
        Refused(TestLink.BySecret(header, "null"));
    }

    [Fact]
    public void The_name_of_the_key_decides_which_of_two_is_tried_and_an_unknown_one_none()
    {
        var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var verifier = Verifier(Jwks(("old", TestLink.Elliptic), ("new", other)));
        EllipticKey Named(ECDsa key, string? id) => new(key.ExportParameters(includePrivateParameters: true), id);

        Assert.NotNull(verifier.Verify(New().InHeader("kid", "\"old\"").Signed(Named(TestLink.Elliptic, "old"))).Link);
        Assert.NotNull(verifier.Verify(New().InHeader("kid", "\"new\"").Signed(Named(other, "new"))).Link);
        Assert.Null(verifier.Verify(New().InHeader("kid", "\"new\"").Signed(Named(TestLink.Elliptic, "new"))).Link);
        Assert.Null(verifier.Verify(New().InHeader("kid", "\"third\"").Signed(Named(other, "third"))).Link);
        Assert.Null(verifier.Verify(New().Signed(Named(other, null))).Link);
    }

    [Fact]
    public void Keys_are_changed_without_a_restart_and_a_wrong_file_accepts_no_link()
    {
        var verifier = Verifier(TestLink.Secret);
        var before = New().Signed();
        Assert.NotNull(verifier.Verify(before).Link);

        Write("another secret of at least thirty-two bytes");
        Assert.Null(verifier.Verify(before).Link);

        Write("short");
        Assert.Null(verifier.Verify(before).Link);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Error);

        Write(TestLink.Secret);
        Assert.NotNull(verifier.Verify(before).Link);
    }

    [Theory]
    [InlineData("Off", "Read Policy")]
    [InlineData("Graceful", "Read Policy Restart")]
    [InlineData("Force", "Read Policy Restart Force")]
    public void The_operator_takes_rights_from_links(string restart, string may) =>
        Assert.Equal(may, string.Join(' ', Verifier(TestLink.Secret, customer => customer with { Restart = Enum.Parse<CustomerRestart>(restart) }).Verify(New().Signed()).Link!.May.Order()));

    [Theory]
    [InlineData("https://panel.example/servers/7", true)]
    [InlineData("https://panel.example.evil/", false)]
    [InlineData("http://panel.example/", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("/servers", false)]
    public void The_way_back_leads_to_the_panel_only(string back, bool isTaken) => Assert.Equal(
        isTaken,
        Verifier(TestLink.Secret, customer => customer with { BackOrigins = ["https://panel.example"] }).Verify(New().Claim("back", $"\"{back}\"").Signed()).Link!.Back is not null);

    [Fact]
    public void A_refusal_quotes_nothing_of_the_link()
    {
        var (_, problem) = Verifier(TestLink.Secret).Verify(New().Claim("may", "[\"hunter2\"]").Signed());

        Assert.DoesNotContain("hunter2", problem!, StringComparison.Ordinal);
    }

    private static TestLink New() => new(Snapshots.Noon);

    private void Refused(string link)
    {
        var (accepted, problem) = Verifier(TestLink.Secret).Verify(link);

        Assert.Null(accepted);
        Assert.NotEmpty(problem!);
    }

    private LinkVerifier Verifier(string keys, Func<CustomerOptions, CustomerOptions>? change = null)
    {
        var customer = new CustomerOptions { KeyFile = Write(keys), Issuer = "https://panel.example" };
        return new LinkVerifier(TestOptions.Act with { Customer = change?.Invoke(customer) ?? customer }, new SteadyClock(_time), _log);
    }

    private FileInfo Write(string text)
    {
        var path = Path.Combine(_folder, "keys");
        File.WriteAllText(path, text);
        return new FileInfo(path);
    }

    private static string Public(LinkAlgorithm algorithm) => algorithm switch
    {
        LinkAlgorithm.ES256 => TestLink.Elliptic.ExportSubjectPublicKeyInfoPem(),
        LinkAlgorithm.RS256 => TestLink.Rsa.ExportSubjectPublicKeyInfoPem(),
        _ => TestLink.Secret,
    };

    private static string Jwks(params (string Id, ECDsa Key)[] keys) => "{\"keys\":[" + string.Join(',', keys.Select(each =>
    {
        var point = each.Key.ExportParameters(includePrivateParameters: false).Q;
        return $$"""{"kty":"EC","crv":"P-256","kid":"{{each.Id}}","use":"sig","x":"{{Base64Text.Of(point.X)}}","y":"{{Base64Text.Of(point.Y)}}"}""";
    })) + "]}";
}
