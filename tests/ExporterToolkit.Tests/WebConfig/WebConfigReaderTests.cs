using System.Diagnostics;
using ExporterToolkit.Tests.Files;
using ExporterToolkit.WebConfig;

namespace ExporterToolkit.Tests.WebConfig;

public sealed class WebConfigReaderTests : IDisposable
{
    private const string Tls = "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public WebConfigReaderTests() => new TestCertificates().WriteTo(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("# emptied\n")]
    [InlineData("basic_auth_users: {}\n")]
    [InlineData("tls_server_config: {cert_file: '', key_file: ''}\n")]
    [InlineData("http_server_config: {http2: true}\n")]
    public void A_file_that_restricts_nothing_is_warned_of(string text) =>
        Assert.Contains("restricts nothing", Assert.Single(WebConfigReader.Read(text, _folder).Warnings), StringComparison.Ordinal);

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
    [InlineData("rate_limit: {interval: soon}", "rate_limit.interval=soon")]
    [InlineData("rate_limit: {interval: 1s, burst: -1}", "rate_limit.burst=-1")]
    [InlineData("rate_limit: {every: 1s}", "unknown key rate_limit.every")]
    [InlineData("basic_auth_users: {alice: $2y$15$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze}", "basic_auth_users.alice has cost 15")]
    [InlineData(Tls + "  cipher_suites: [TLS_AES_128_GCM_SHA256]\n  max_version: TLS12", "cipher_suites has no suite for TLS 1.2")]
    [InlineData(Tls + "  min_version: TLS10", "TLS 1.0 and 1.1")]
    // What would let no user or every user in.
    [InlineData(Tls + "  min_version: TLS13\n  max_version: TLS12", "min_version is above max_version")]
    [InlineData(Tls + "  client_auth_type: VerifyClientCertIfGiven\n  client_allowed_sans: [a]", "client_allowed_sans requires")]
    [InlineData(Tls + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: server.key", "contains no certificate")]
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

    // Newer toolkits than the promtool of the other tests know these keys.
    [Theory]
    [InlineData(Tls + "  cert: ''\n  key: ''\n  client_ca: ''\n  client_allowed_sans: []\n")]
    [InlineData(Tls + "  client_allowed_sans:\n")]
    [InlineData("rate_limit:\n")]
    [InlineData("rate_limit: {}\n")]
    [InlineData("rate_limit: {interval: 0, burst: 0}\n")]
    [InlineData("rate_limit: {interval: , burst: }\n")]
    public void Empty_values_are_not_given(string text)
    {
        var read = WebConfigReader.Read(text, _folder);

        Assert.Null(read.RateLimit);
        Assert.Null(read.Tls?.ClientNames);
        Assert.Equal(text.StartsWith("tls", StringComparison.Ordinal), read.Tls is not null);
    }

    [Theory]
    [InlineData("rate_limit: {interval: 1s, burst: 20}", 1, 20)]
    [InlineData("rate_limit: {interval: 1m30s}", 90, 1)]
    public void A_rate_limit_is_read(string text, int seconds, int burst) =>
        Assert.Equal(new RateLimit(TimeSpan.FromSeconds(seconds), burst), WebConfigReader.Read(text, _folder).RateLimit);

    [Fact]
    public void Curves_are_taken_with_a_word_on_who_decides() => Assert.Contains(
        "OpenSSL's configuration", Assert.Single(WebConfigReader.Read(Tls + "  curve_preferences: [X25519]\n", _folder).Warnings, line => line.Contains("curve")),
        StringComparison.Ordinal);

    [Trait("needs", "debian")]
    [Theory]
    [InlineData("-newkey ed25519", "an Ed25519 key")]
    [InlineData("-newkey ed448", "an Ed448 key")]
    [InlineData("-newkey rsa-pss -pkeyopt rsa_keygen_bits:2048", "an RSA-PSS key")]
    [InlineData("-newkey rsa:1024", "an RSA key of 1024 bits")]
    [InlineData("-newkey ec -pkeyopt ec_paramgen_curve:secp256k1", "an EC key on the curve")]
    [InlineData("-newkey rsa:2048", null)]
    [InlineData("-newkey ec -pkeyopt ec_paramgen_curve:prime256v1", null)]
    [InlineData("-newkey ec -pkeyopt ec_paramgen_curve:secp384r1", null)]
    [InlineData("-newkey ec -pkeyopt ec_paramgen_curve:secp521r1", null)]
    public async Task A_certificate_that_no_handshake_could_use_is_refused_by_name_with_what_to_do(string kind, string? name)
    {
        var arguments = $"req -x509 {kind} -nodes -subj /CN=host -keyout server.key -out server.crt";
        using (var openssl = Process.Start(new ProcessStartInfo("openssl", arguments) { WorkingDirectory = _folder, RedirectStandardError = true })!)
        {
            await openssl.StandardError.ReadToEndAsync();
            await openssl.WaitForExitAsync();
        }

        if (name is null)
            Assert.NotNull(WebConfigReader.Read(Tls, _folder).Tls);
        else
            Assert.Matches($"cert_file: a certificate with {name} .*is not supported.*openssl req -x509 -newkey ec", Refused(Tls));
    }

    [Theory]
    [InlineData("server.key", "pipe", "not a regular file")]
    [InlineData("server.crt", "pipe", "not a regular file")]
    [InlineData("server.key", "endless", "not a regular file")]
    [InlineData("server.crt", "huge", "longer than")]
    public async Task What_a_configuration_names_is_never_waited_for(string file, string kind, string reason)
    {
        using var folder = new TempFolder();
        File.Delete(Path.Combine(_folder, file));
        File.CreateSymbolicLink(Path.Combine(_folder, file), folder.Strange(kind));

        Assert.Contains(reason, await Task.Run(() => Refused(Tls)).WaitAsync(TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_others_may_write_is_refused_and_one_that_all_users_may_read_is_warned_of()
    {
        var key = Path.Combine(_folder, "server.key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead);
        Assert.Empty(WebConfigReader.Read(Tls, _folder).Warnings);

        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("is readable by all users", Assert.Single(WebConfigReader.Read(Tls, _folder).Warnings), StringComparison.Ordinal);

        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.GroupWrite);
        Assert.Contains("key_file: " + key + " is writable by others", Refused(Tls), StringComparison.Ordinal);
    }

    private string Indented(string file) =>
        string.Concat(File.ReadAllLines(Path.Combine(_folder, file)).Select(line => $"    {line}\n"));

    private string Refused(string text) => Assert.Throws<FormatException>(() => WebConfigReader.Read(text, _folder)).Message;
}
