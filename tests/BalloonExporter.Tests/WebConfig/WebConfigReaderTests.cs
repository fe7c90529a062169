using BalloonExporter.WebConfig;

namespace BalloonExporter.Tests.WebConfig;

public sealed class WebConfigReaderTests : IDisposable
{
    private const string Tls = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public WebConfigReaderTests() => new TestCertificates().WriteTo(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Everything_wrong_is_named_at_once()
    {
        var message = Refused(Tls + "  min_version: TLS9\n  colour: red\nhttp_server_config:\n  headers: {Server: x}\nbasic_auth_users: {bob: secret}\nmore: 1\n");

        foreach (var part in (string[])[
            "tls_server_config.min_version=TLS9", "tls_server_config.colour", "http_server_config.headers.Server", "basic_auth_users.bob", "more"])
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
    }

    // What the toolkit knows and this program does not offer.
    [Theory]
    [InlineData("rate_limit: {interval: 1s}", "rate_limit is not offered")]
    [InlineData(Tls + "  cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]", "tls_server_config.cipher_suites cannot be chosen")]
    [InlineData(Tls + "  curve_preferences: [X25519]", "tls_server_config.curve_preferences cannot be chosen")]
    [InlineData(Tls + "  min_version: TLS10", "TLS 1.0 and 1.1")]
    // What would let nobody or anybody in.
    [InlineData(Tls + "  min_version: TLS13\n  max_version: TLS12", "min_version is above max_version")]
    [InlineData(Tls + "  client_auth_type: VerifyClientCertIfGiven\n  client_allowed_sans: [a]", "client_allowed_sans needs")]
    [InlineData(Tls + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: server.key", "holds no certificate")]
    [InlineData(Tls + "  cert: x", "cert and cert_file")]
    [InlineData("a: &x 1\nb: *x", "anchors and aliases")]
    public void What_is_not_offered_is_refused_with_its_reason(string text, string reason) =>
        Assert.Contains(reason, Refused(text), StringComparison.Ordinal);

    [Fact]
    public void Certificate_and_key_may_be_written_into_the_file()
    {
        var text = $"tls_server_config:\n  cert: |\n{Indented("server.crt")}  key: |\n{Indented("server.key")}";

        Assert.NotNull(WebConfigReader.Read(text, _folder).Tls);
        Assert.Empty(WebConfigReader.Read(text, _folder).Files);
    }

    [Fact]
    public void Relative_names_are_looked_up_beside_the_file() => Assert.Equal(
        [Path.Combine(_folder, "server.crt"), Path.Combine(_folder, "server.key")],
        WebConfigReader.Read(Tls, _folder).Files.Select(file => file.Path));

    private string Indented(string file) =>
        string.Concat(File.ReadAllLines(Path.Combine(_folder, file)).Select(line => $"    {line}\n"));

    private string Refused(string text) => Assert.Throws<FormatException>(() => WebConfigReader.Read(text, _folder)).Message;
}
