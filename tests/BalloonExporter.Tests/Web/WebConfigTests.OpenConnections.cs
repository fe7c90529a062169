using System.Net;
using System.Net.Http.Headers;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Tests.WebConfig;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Web;

/// <content>What becomes of connections that are open when the file changes.</content>
public sealed partial class WebConfigTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_open_connection_has_no_rights_once_its_authority_is_withdrawn(bool http2)
    {
        await using var exporter = await StartAsync(
            $"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\nhttp_server_config: {{http2: {(http2 ? "true" : "false")}}}\n");
        using var client = Client(_certificates.Client());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, exporter)).StatusCode);

        var next = new TestCertificates("next authority");
        await File.WriteAllTextAsync(Path.Combine(_folder, "ca.crt"), next.AuthorityPem);

        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(client, exporter)).StatusCode);
        // The connection is closed: the next is a handshake, which fails.
        Assert.False(await PassesAsync(client, exporter));
        using var renewed = Client(next.Client());
        Assert.True(await PassesAsync(renewed, exporter));
    }

    [Fact]
    public async Task An_open_connection_loses_its_rights_when_its_name_or_missing_certificate_is_refused()
    {
        await using var exporter = await StartAsync($"{Tls}  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.crt\n");
        using var named = Client(_certificates.Client());
        using var without = Client();
        Assert.True(await PassesAsync(named, exporter) && await PassesAsync(without, exporter));

        Write($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n");
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(named, exporter)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(without, exporter)).StatusCode);

        Assert.True(await PassesAsync(named, exporter));
        Write($"{Tls}  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n  client_allowed_sans: [other]\n");
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(named, exporter)).StatusCode);
    }

    [Fact]
    public async Task A_renewed_certificate_replaces_open_connections_without_a_lost_request()
    {
        var seen = new List<string>();
        await using var exporter = await StartAsync(Tls);
        using var client = Client(seen: certificate => seen.Add(certificate.Thumbprint));
        Assert.True(await PassesAsync(client, exporter));

        using var renewed = _certificates.WriteTo(_folder);

        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(client, exporter)).StatusCode);
        Assert.Equal([renewed.Thumbprint], seen.Skip(1));
    }

    [Theory]
    [InlineData("users", "")]
    [InlineData("users", "{}\n")]
    [InlineData("users", "basic_auth_users: {}\n")]
    [InlineData("users", "http_server_config: {http2: true}\n")]
    [InlineData("tls", "")]
    [InlineData("tls", "tls_server_config: {cert_file: '', key_file: ''}\n")]
    [InlineData("certificates", Tls)]
    [InlineData("certificates", Tls + "  client_auth_type: RequireAnyClientCert\n")]
    [InlineData("certificates", Tls + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ''\n")]
    [InlineData("names", Tls + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n  client_allowed_sans: []\n")]
    public async Task A_file_that_kept_strangers_out_and_does_so_no_more_closes_everything(string what, string emptied)
    {
        const string Certificates = Tls + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n";
        var before = what switch
        {
            "users" => Users,
            "tls" => Tls,
            "certificates" => Certificates,
            _ => Certificates + "  client_allowed_sans: [client.example]\n",
        };
        await using var exporter = await StartAsync(before);
        using var client = Client(_certificates.Client());
        client.DefaultRequestHeaders.Add("Authorization", Basic("alice", "wonderland"));
        Assert.True(await PassesAsync(client, exporter));

        Write(emptied);
        for (var request = 0; request < 3; request++)
            Assert.False(await PassesAsync(client, exporter));
        var line = Assert.Single(exporter.Log.Entries, entry => entry.Level == LogLevel.Error);
        Assert.Contains("restart to confirm", line.Fields["err"]?.ToString(), StringComparison.Ordinal);

        Write(before);
        Assert.True(await PassesAsync(client, exporter));
        Assert.Contains(exporter.Log.Entries, entry => entry.Message == "The web configuration file is valid again");
    }

    [Fact]
    public async Task Own_authorities_are_not_lost_by_way_of_a_file_that_asks_for_no_certificates()
    {
        await using var exporter = await StartAsync(Tls + "  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.crt\n");
        // Without a certificate: none is asked for, and no authority of this machine stands in the way.
        using var client = Client();
        Assert.True(await PassesAsync(client, exporter));
        Write(Tls);
        Assert.True(await PassesAsync(client, exporter));

        Write(Tls + "  client_auth_type: VerifyClientCertIfGiven\n");

        Assert.False(await PassesAsync(client, exporter));
    }

    [Fact]
    public async Task Encryption_that_begins_with_a_restart_is_logged_once_and_can_be_taken_out_until_then()
    {
        await using var exporter = await StartAsync(Users);
        exporter.Http.DefaultRequestHeaders.Authorization = AuthenticationHeaderValue.Parse(Basic("alice", "wonderland"));

        Write(Users + Tls);
        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.OK, (await GetAsync(exporter.Http, exporter)).StatusCode);
        Assert.Single(exporter.Log.Entries, IsToldToRestart);

        // Nor does a file that is wrong besides tell it with every request.
        Write(Tls);
        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.InternalServerError, (await GetAsync(exporter.Http, exporter)).StatusCode);
        Assert.Single(exporter.Log.Entries, IsToldToRestart);

        Write(Users);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(exporter.Http, exporter)).StatusCode);

        static bool IsToldToRestart(RecordingLogger<object>.Entry entry) => entry.Level == LogLevel.Warning
            && entry.Fields.TryGetValue("warning", out var warning) && warning!.ToString()!.StartsWith("tls_server_config takes effect with a restart", StringComparison.Ordinal);
    }
}
