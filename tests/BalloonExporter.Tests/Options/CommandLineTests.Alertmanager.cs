using BalloonExporter.Options;
using ExporterToolkit.Tests.WebConfig;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Tests.Options;

/// <content>Who may send feedback, and which Alertmanager is asked.</content>
public sealed partial class CommandLineTests
{
    [Theory]
    [InlineData("--web.listen-address=:10177")]
    [InlineData("--web.listen-address=127.0.0.1:10177")]
    public void Act_starts_without_any_key(string address) => Assert.Equal(ExporterMode.Act, Accepted("--mode=act", address).Mode);

    [Fact]
    public void A_named_user_or_client_certificate_is_taken()
    {
        var users = File($"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n");
        Assert.Equal(["alice"], Accepted("--mode=act", $"--web.config.file={users}", "--feedback.user=alice").FeedbackUsers);

        new TestCertificates().WriteTo(_folder);
        var clients = File("tls_server_config: {cert_file: server.crt, key_file: server.key, client_ca_file: ca.crt, client_auth_type: VerifyClientCertIfGiven}\n");
        Assert.Equal(
            ["a.example", "b.example"],
            Accepted("--mode=act", $"--web.config.file={clients}", "--feedback.client-name=a.example", "--feedback.client-name=b.example").FeedbackClientNames);
    }

    [Fact]
    public void A_feedback_user_that_the_web_configuration_does_not_know_is_refused()
    {
        var users = File($"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n");

        Assert.Contains("--feedback.user=bob", Refused($"--web.config.file={users}", "--feedback.user=bob"), StringComparison.Ordinal);
        Assert.Contains("--feedback.user=alice", Refused("--feedback.user=alice"), StringComparison.Ordinal);
        Assert.Contains("--feedback.user=a:b", Refused("--feedback.user=a:b"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("tls_server_config: {cert_file: server.crt, key_file: server.key}")]
    [InlineData("tls_server_config: {cert_file: server.crt, key_file: server.key, client_auth_type: RequireAnyClientCert}")]
    public void A_client_name_needs_certificates_that_are_verified(string web)
    {
        new TestCertificates().WriteTo(_folder);

        Assert.Contains(
            "--feedback.client-name", Refused($"--web.config.file={File(web + "\n")}", "--feedback.client-name=a.example"), StringComparison.Ordinal);
    }

    [Fact]
    public void Alertmanagers_are_asked_as_the_flags_say()
    {
        var token = File("secret");
        new TestCertificates().WriteTo(_folder);

        var options = Accepted(
            "--alertmanager.url=http://a:9093",
            "--alertmanager.url=https://b/prefix",
            "--alertmanager.filter=instance=\"host1\"",
            "--alertmanager.filter=alertname=~\"Balloon.*\"",
            "--alertmanager.header=X-Scope-OrgID: hosts",
            "--alertmanager.header=X-Room:a: b",
            "--alertmanager.poll-interval=2s",
            $"--alertmanager.token-file={token}",
            $"--alertmanager.ca-file={Path.Combine(_folder, "ca.crt")}").Alertmanager;

        Assert.Equal([new Uri("http://a:9093"), new Uri("https://b/prefix")], options.Addresses);
        // Without the names of the alerts every alert of the host would be read.
        Assert.Equal([AlertNames.Matcher, "instance=\"host1\"", "alertname=~\"Balloon.*\""], options.Filters);
        Assert.Equal([new RequestHeader("X-Scope-OrgID", "hosts"), new RequestHeader("X-Room", "a: b")], options.Headers);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Interval);
        Assert.Equal(token, options.TokenFile?.FullName);
        Assert.Equal([AlertNames.Matcher], Accepted().Alertmanager.Filters);
        Assert.Equal([AlertNames.Matcher], Accepted("--alertmanager.url=http://a", $"--alertmanager.filter={AlertNames.Matcher}").Alertmanager.Filters);
        Assert.Empty(Accepted().Alertmanager.Addresses);
    }

    [Theory]
    [InlineData("--alertmanager.url=alertmanager:9093")]
    [InlineData("--alertmanager.url=unix:///run/alertmanager")]
    [InlineData("--alertmanager.url=http://a:9093/?x=1")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.filter=host1")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.poll-interval=0")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.poll-interval=2m")]
    [InlineData("--alertmanager.poll-interval=2s")]
    [InlineData("--alertmanager.filter=a=b")]
    [InlineData("--alertmanager.header=X-Scope-OrgID: hosts")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=hosts")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=: hosts")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=X-Scope-OrgID:")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=X Scope: hosts")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=X-Scope-OrgID: a\r\nX-B: c")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=X-Scope-OrgID: Grüße")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=authorization: Bearer x")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=Host: b")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=Content-Type: text/plain")]
    [InlineData("--alertmanager.url=http://a", "--alertmanager.header=A: 1", "--alertmanager.header=a: 2")]
    public void What_no_Alertmanager_can_be_asked_with_is_refused(params string[] arguments) =>
        Assert.Contains(arguments[^1].Split('=')[0], Refused(arguments), StringComparison.Ordinal);

    [Fact]
    public void Files_for_Alertmanager_that_are_wrong_are_refused_at_the_start()
    {
        foreach (var flag in (string[])["--alertmanager.token-file", "--alertmanager.password-file", "--alertmanager.ca-file"])
            Assert.Contains(flag, Refused("--alertmanager.url=http://a@b", $"{flag}={Path.Combine(_folder, "absent")}"), StringComparison.Ordinal);
        Assert.Contains("has no certificate", Refused("--alertmanager.url=http://a", $"--alertmanager.ca-file={File("none")}"), StringComparison.Ordinal);
        Assert.Contains("requires a user", Refused("--alertmanager.url=http://a", $"--alertmanager.password-file={File("x")}"), StringComparison.Ordinal);
        Assert.Contains(
            "mutually exclusive",
            Refused("--alertmanager.url=http://a@b", $"--alertmanager.password-file={File("x")}", $"--alertmanager.token-file={File("x")}"),
            StringComparison.Ordinal);
    }
}
