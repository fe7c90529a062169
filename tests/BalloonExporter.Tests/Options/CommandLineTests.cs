using System.CommandLine;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Options;
using BalloonExporter.Tests.WebConfig;
using ExporterToolkit.Configuration;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Options;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_flags_the_defaults_apply()
    {
        var options = Accepted();

        Assert.Equal(ExporterMode.Observe, options.Mode);
        Assert.Equal([new Uri("qemu:///system")], options.LibvirtUris);
        Assert.InRange(options.LibvirtConnections, 4, 8);
        Assert.Equal(TimeSpan.FromSeconds(2), options.GuestStatisticsPeriod);
        Assert.Equal([new ListenAddress("", 10177)], options.ListenAddresses);
        Assert.Empty(options.FeedbackListenAddresses);
        Assert.Equal("/metrics", options.TelemetryPath);
        Assert.Null(options.MemoryBudgetKib);
        Assert.Null(options.TokenFile);
        Assert.Equal(new Limits(), options.Limits);
        Assert.Equal(LogLevel.Information, options.LogLevel);
        Assert.Equal(LogFormat.Logfmt, options.LogFormat);
    }

    [Fact]
    public void Every_flag_is_taken_with_an_equals_sign()
    {
        var token = File("correct-horse-battery-staple\n");
        var options = Accepted(
            "--mode=act",
            "--libvirt.uri=test:///default",
            "--libvirt.uri=lxc:///system",
            "--libvirt.connections=3",
            "--guest-stats.period=0",
            "--web.listen-address=192.0.2.1:9000",
            "--web.telemetry-path=/balloon",
            "--host.memory-budget=48GiB",
            "--feedback.listen-address=127.0.0.1:9001",
            $"--feedback.token-file={token}",
            "--policy.grace=5m",
            "--policy.floor=1GiB",
            "--log.level=debug",
            "--log.format=json");

        Assert.Equal(ExporterMode.Act, options.Mode);
        Assert.Equal([new Uri("test:///default"), new Uri("lxc:///system")], options.LibvirtUris);
        Assert.Equal(3, options.LibvirtConnections);
        Assert.Equal(TimeSpan.Zero, options.GuestStatisticsPeriod);
        Assert.Equal([new ListenAddress("192.0.2.1", 9000)], options.ListenAddresses);
        Assert.Equal("/balloon", options.TelemetryPath);
        Assert.Equal(48L * 1024 * 1024, options.MemoryBudgetKib);
        Assert.Equal([new ListenAddress("127.0.0.1", 9001)], options.FeedbackListenAddresses);
        Assert.Equal(token, options.TokenFile?.FullName);
        Assert.Equal(new Limits { Grace = TimeSpan.FromMinutes(5), FloorKib = 1024 * 1024 }, options.Limits);
        Assert.Equal(LogLevel.Debug, options.LogLevel);
        Assert.Equal(LogFormat.Json, options.LogFormat);
    }

    [Fact]
    public void Collectors_have_the_documented_defaults() => Assert.Equal(
        [
            CollectorName.Libvirt, CollectorName.Feedback, CollectorName.Host, CollectorName.Control, CollectorName.Process, CollectorName.Cgroup,
        ],
        Accepted().Collectors.Order());

    [Theory]
    [InlineData("--collector.ksm", CollectorName.Ksm, true)]
    [InlineData("--collector.openstack", CollectorName.Openstack, true)]
    [InlineData("--collector.host", CollectorName.Host, true)]
    [InlineData("--no-collector.ksm", CollectorName.Ksm, false)]
    [InlineData("--no-collector.host", CollectorName.Host, false)]
    [InlineData("--no-collector.cgroup", CollectorName.Cgroup, false)]
    public void A_collector_can_be_switched(string flag, CollectorName collector, bool on) =>
        Assert.Equal(on, Accepted(flag).Collectors.Contains(collector));

    [Theory]
    [InlineData("--no-collector.libvirt")]
    [InlineData("--no-collector.feedback")]
    [InlineData("--collector.cpu")]
    [InlineData("--collector.Ksm")]
    public void What_cannot_be_switched_is_refused(string flag) => Assert.Contains(flag, Refused(flag), StringComparison.Ordinal);

    [Fact]
    public void A_collector_both_on_and_off_is_refused() => Assert.Contains(
        "--collector.ksm and --no-collector.ksm", Refused("--collector.ksm", "--no-collector.ksm"), StringComparison.Ordinal);

    [Fact]
    public void Every_collector_but_those_that_are_always_on_can_be_switched() => Assert.Equal(
        Enum.GetValues<CollectorName>().Except([CollectorName.Libvirt, CollectorName.Feedback]).Order(),
        Enum.GetValues<CollectorName>().Where(collector => CanBeSwitched(collector.ToLabel())).Order());

    [Fact]
    public void Domains_can_be_left_out()
    {
        var filter = Accepted("--domain.include=shop.*", "--domain.exclude=.*-test").Domains;

        Assert.True(filter.Selects("shop-1"));
        Assert.False(filter.Selects("shop-test"));
        Assert.False(filter.Selects("web"));
        Assert.True(Accepted().Domains.Selects("whatever"));
    }

    [Theory]
    [InlineData("--domain.include=(")]
    [InlineData("--domain.exclude=(a)\\1")]
    public void A_pattern_that_is_none_is_named(string flag) => Assert.Contains(flag, Refused(flag), StringComparison.Ordinal);

    [Fact]
    public void A_flag_and_its_value_may_be_two_words() => Assert.Equal("/balloon", Accepted("--web.telemetry-path", "/balloon").TelemetryPath);

    [Fact]
    public void Several_addresses_may_be_listened_on() => Assert.Equal(
        [new ListenAddress("127.0.0.1", 1), new ListenAddress("::1", 2)],
        Accepted("--web.listen-address=127.0.0.1:1", "--web.listen-address=[::1]:2").ListenAddresses);

    [Fact]
    public void A_floor_may_be_a_share() =>
        Assert.Equal(new Limits { FloorShare = 0.5 }, Accepted("--policy.floor=50%").Limits);

    [Theory]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("info", LogLevel.Information)]
    [InlineData("warn", LogLevel.Warning)]
    [InlineData("error", LogLevel.Error)]
    public void Log_levels_are_spelt_as_Prometheus_spells_them(string word, LogLevel level) =>
        Assert.Equal(level, Accepted($"--log.level={word}").LogLevel);

    [Fact]
    public void All_bad_values_are_named_in_one_line()
    {
        var message = Refused(
            "--mode=dance",
            "--libvirt.uri=nowhere",
            "--web.listen-address=:99999",
            "--web.telemetry-path=metrics",
            "--host.memory-budget=much",
            "--feedback.listen-address=here",
            "--policy.grace=soon",
            "--policy.floor=-1%",
            "--log.level=loud",
            "--log.format=xml",
            "--unknown=1");

        foreach (var part in (string[])[
            "--mode=dance", "--libvirt.uri=nowhere", "--web.listen-address=:99999", "--web.telemetry-path=metrics", "--host.memory-budget=much",
            "--policy.grace=soon", "--policy.floor=-1%", "--feedback.listen-address=here", "--log.level=loud",
            "--log.format=xml", "--unknown"])
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Equal(1, message.Count(letter => letter == '\n'));
        Assert.StartsWith("balloon-exporter: ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("qemu+ssh://host/system")]
    [InlineData("esx://host")]
    public void Guests_of_another_host_are_never_moved_by_the_memory_of_this_one(string uri)
    {
        Assert.Contains($"--libvirt.uri={uri} leads to another host", Refused("--mode=act", "--web.listen-address=127.0.0.1:0", $"--libvirt.uri={uri}"), StringComparison.Ordinal);
        Assert.Contains(uri, Refused("--mode=act", "--web.listen-address=127.0.0.1:0", "--libvirt.uri=qemu:///system", $"--libvirt.uri={uri}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_host_may_be_observed_without_what_is_read_of_this_one()
    {
        var options = Accepted(
            "--libvirt.uri=qemu+tls://host/system", "--collector.commit", "--collector.hugepages", "--collector.ksm", "--collector.numa", "--collector.ovirt");

        Assert.True(options.HostIsElsewhere);
        Assert.Contains("--libvirt.uri=qemu+tls://host/system leads to another host", Assert.Single(options.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            [CollectorName.Libvirt, CollectorName.Feedback, CollectorName.Control, CollectorName.Ovirt],
            options.Collectors.OrderBy(collector => collector is CollectorName.Libvirt ? 0 : collector is CollectorName.Feedback ? 1 : collector is CollectorName.Control ? 2 : 3));
        Assert.False(Accepted("--libvirt.uri=qemu:///system").HostIsElsewhere);
    }

    [Theory]
    [InlineData("/run/libvirt/libvirt-sock", "/run/libvirt/libvirt-sock")]
    [InlineData("unix:///run/libvirt/libvirt-sock-ro", "/run/libvirt/libvirt-sock-ro")]
    [InlineData("file:///run/libvirt/virtqemud-sock", "/run/libvirt/virtqemud-sock")]
    [InlineData("qemu:///run/libvirt/libvirt-sock", "/run/libvirt/libvirt-sock")]
    public void The_path_of_a_socket_is_told_its_URI(string given, string path) =>
        Assert.Contains($"qemu:///system?socket={path}", Refused($"--libvirt.uri={given}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("--mode")]
    [InlineData("--web.listen-address")]
    [InlineData("--feedback.token-file")]
    [InlineData("--policy.floor")]
    public void A_flag_without_its_value_is_named(string flag) => Assert.Contains(flag, Refused(flag), StringComparison.Ordinal);

    [Theory]
    [InlineData("--mode=")]
    [InlineData("--host.memory-budget=")]
    [InlineData("--feedback.token-file=")]
    public void An_empty_value_is_refused(string flag) => Assert.Contains(flag.TrimEnd('='), Refused(flag), StringComparison.Ordinal);

    [Theory]
    [InlineData("/")]
    [InlineData("metrics")]
    [InlineData("/{id}")]
    [InlineData("/{")]
    [InlineData("/a b")]
    [InlineData("/a?b")]
    [InlineData("/-/healthy")]
    [InlineData("/API/v1/feedback")]
    public void A_path_that_cannot_be_the_metrics_own_is_refused(string path) =>
        Assert.Contains($"--web.telemetry-path={path}", Refused($"--web.telemetry-path={path}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/a/b-c_d.e~f/9")]
    public void A_path_of_its_own_is_taken(string path) => Assert.Equal(path, Accepted($"--web.telemetry-path={path}").TelemetryPath);

    [Fact]
    public void A_grace_longer_than_time_itself_is_refused() =>
        Assert.Contains("--policy.grace=2147483647h", Refused("--policy.grace=2147483647h"), StringComparison.Ordinal);

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
        Assert.Equal(["instance=\"host1\"", "alertname=~\"Balloon.*\""], options.Filters);
        Assert.Equal([new RequestHeader("X-Scope-OrgID", "hosts"), new RequestHeader("X-Room", "a: b")], options.Headers);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Interval);
        Assert.Equal(token, options.TokenFile?.FullName);
        Assert.Equal(AlertmanagerOptions.None.Filters, Accepted().Alertmanager.Filters);
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
        Assert.Contains("needs a user", Refused("--alertmanager.url=http://a", $"--alertmanager.password-file={File("x")}"), StringComparison.Ordinal);
        Assert.Contains(
            "room for one",
            Refused("--alertmanager.url=http://a@b", $"--alertmanager.password-file={File("x")}", $"--alertmanager.token-file={File("x")}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void State_is_where_the_operator_wants_it_and_that_is_no_file()
    {
        Assert.Equal("/var/lib/balloon-exporter", Accepted().StatePath.FullName);
        Assert.Equal("/tmp/state", Accepted("--state.path=/tmp/state").StatePath.FullName);
        Assert.Contains("is a file", Refused("--state.path=/etc/hostname"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pause_file_is_where_the_operator_wants_it()
    {
        Assert.Equal("/run/balloon-exporter/pause", Accepted().PauseFile.FullName);
        Assert.Equal("/tmp/pause", Accepted("--pause.file=/tmp/pause").PauseFile.FullName);
    }

    [Fact]
    public void An_address_cannot_be_feedbacks_own_and_everybodys() => Assert.Contains(
        "--feedback.listen-address=127.0.0.1:1",
        Refused("--web.listen-address=127.0.0.1:1", "--feedback.listen-address=127.0.0.1:1"),
        StringComparison.Ordinal);

    [Fact]
    public void The_socket_of_the_API_is_there_unless_it_is_switched_off()
    {
        Assert.Equal("/run/balloon-exporter/api.sock", Accepted().Api.Socket);
        Assert.False(Accepted().Api.SocketIsNamed);
        Assert.Null(Accepted("--api.socket=off").Api.Socket);
        var options = Accepted("--api.socket=/tmp/api.sock", "--api.socket-mode=0600", "--api.socket-group=root").Api;
        Assert.Equal(("/tmp/api.sock", true, UnixFileMode.UserRead | UnixFileMode.UserWrite, 0u), (options.Socket, options.SocketIsNamed, options.SocketMode, options.SocketGroup));
    }

    [Theory]
    [InlineData("--api.socket=api.sock")]
    [InlineData("--api.socket=/tmp/")]
    [InlineData("--api.socket-mode=0400")]
    [InlineData("--api.socket-mode=1777")]
    [InlineData("--api.socket-mode=rw")]
    [InlineData("--api.socket-group=no-such-group")]
    [InlineData("--api.socket=off", "--api.socket-mode=0600")]
    [InlineData("--api.socket=off", "--api.socket-group=root")]
    public void A_socket_that_cannot_be_is_refused(params string[] arguments) =>
        Assert.Contains(arguments[^1].Split('=')[0], Refused(arguments), StringComparison.Ordinal);

    [Theory]
    [InlineData(107, true)]
    [InlineData(108, false)]
    public void A_path_longer_than_that_of_a_socket_is_refused_with_the_limit(int length, bool taken)
    {
        var path = "/tmp/" + new string('x', length - "/tmp/".Length);

        if (taken)
            Assert.Equal(path, Accepted($"--api.socket={path}").Api.Socket);
        else
            Assert.Contains("at most 107 bytes", Refused($"--api.socket={path}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_keys_file_is_refused_at_the_start_with_everything_that_is_wrong()
    {
        Assert.Contains("absent", Refused("--api.keys=" + Path.Combine(_folder, "absent")), StringComparison.Ordinal);
        Assert.Contains("admin is not one of", Refused($"--api.keys={File("- {name: a, file: b, may: [admin]}")}"), StringComparison.Ordinal);
        Assert.Contains("key a: ", Refused($"--api.keys={File("- {name: a, file: absent, may: [read]}")}"), StringComparison.Ordinal);
        var (one, other) = (File("correct-horse-battery-staple"), File("correct-horse-battery-staple\n"));
        Assert.Contains(
            "the same token",
            Refused($"--api.keys={File($"- {{name: a, file: {one}, may: [read]}}\n- {{name: b, file: {other}, may: [pause]}}")}"),
            StringComparison.Ordinal);
        var keys = File($"- {{name: a, file: {one}, may: [read]}}");
        Assert.Equal(keys, Accepted($"--api.keys={keys}").Api.KeysFile?.FullName);
    }

    [Fact]
    public void The_start_warns_of_what_is_deprecated_without_effect_or_missing()
    {
        var token = File("correct-horse-battery-staple");
        System.IO.File.SetUnixFileMode(token, UnixFileMode.UserRead);
        var keys = File($"- {{name: a, file: {token}, may: [read]}}");

        Assert.Empty(Accepted().Warnings);
        Assert.Contains("there is no key", Assert.Single(Accepted("--mode=act").Warnings), StringComparison.Ordinal);
        Assert.Empty(Accepted("--mode=act", "--alertmanager.url=http://a").Warnings);
        Assert.Contains("--alertmanager.password-file", Assert.Single(Accepted("--mode=act", "--alertmanager.url=http://user:secret@a").Warnings), StringComparison.Ordinal);
        Assert.Empty(Accepted("--mode=act", $"--api.keys={keys}").Warnings);
        Assert.Equal(
            "--feedback.token-file: deprecated, name the key in --api.keys with what it may",
            Assert.Single(Accepted("--mode=act", $"--feedback.token-file={token}").Warnings));
        Assert.Equal(
            "--feedback.token-file: without effect beside --api.keys, remove it",
            Assert.Single(Accepted("--mode=act", $"--feedback.token-file={token}", $"--api.keys={keys}").Warnings));
        System.IO.File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("can be read by everybody", Assert.Single(Accepted($"--api.keys={keys}").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Users_and_certificates_of_the_keys_file_need_a_web_configuration_that_knows_them()
    {
        var users = File($"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n");
        var keys = File("[{user: bob, may: [read]}]");

        Assert.Contains("user bob", Refused($"--api.keys={keys}"), StringComparison.Ordinal);
        Assert.Contains("user bob", Refused($"--api.keys={keys}", $"--web.config.file={users}"), StringComparison.Ordinal);
        Assert.NotNull(Accepted($"--api.keys={File("[{user: alice, may: [read]}]")}", $"--web.config.file={users}"));
        Assert.Contains("client a.example", Refused($"--api.keys={File("[{client: a.example, may: [read]}]")}", $"--web.config.file={users}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_file_that_is_missing_is_refused_at_the_start() =>
        Assert.Contains("absent", Refused("--feedback.token-file=" + Path.Combine(_folder, "absent")), StringComparison.Ordinal);

    [Fact]
    public void A_token_file_that_is_a_folder_is_refused_at_the_start() =>
        Assert.Contains(_folder, Refused("--feedback.token-file=" + _folder), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void A_token_file_without_a_token_is_refused_at_the_start(string content) =>
        Assert.Contains("is empty", Refused("--feedback.token-file=" + File(content)), StringComparison.Ordinal);

    [Fact]
    public void A_token_file_that_cannot_be_one_is_refused_at_the_start() =>
        Assert.Contains("longer than 4096 bytes", Refused("--feedback.token-file=" + File(new string('x', 5000))), StringComparison.Ordinal);

    [Theory]
    [InlineData("--feedback.token-file")]
    [InlineData("--alertmanager.token-file")]
    [InlineData("--alertmanager.password-file")]
    public void A_secret_that_others_may_write_is_refused_and_one_that_everybody_may_read_is_warned_of(string flag)
    {
        var path = File("correct-horse-battery-staple\n");
        string[] arguments = flag.StartsWith("--alertmanager", StringComparison.Ordinal) ? ["--alertmanager.url=http://a@b", $"{flag}={path}"] : [$"{flag}={path}"];
        using var output = new StringWriter();

        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.DoesNotContain(Accepted(arguments).Warnings, warning => warning.Contains(path, StringComparison.Ordinal));
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Single(Accepted(arguments).Warnings, warning => warning.StartsWith($"{flag}: {path} can be read by everybody", StringComparison.Ordinal));
        Assert.Equal(0, new CommandLine().Run([.. arguments, "--config.check"], _ => throw new InvalidOperationException("the program must not run"), output));
        Assert.StartsWith($"balloon-exporter: warning: {flag}: {path}", output.ToString(), StringComparison.Ordinal);
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        Assert.Contains($"{flag}: {path} can be written by others", Refused(arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_web_configuration_is_refused_at_the_start()
    {
        Assert.Contains("colour is not known", Refused("--web.config.file=" + File("colour: red\n")), StringComparison.Ordinal);
        Assert.Contains("absent", Refused("--web.config.file=" + Path.Combine(_folder, "absent")), StringComparison.Ordinal);
        Assert.NotNull(Accepted("--web.config.file=" + File("{}\n")).WebConfigFile);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void The_programs_exit_code_is_passed_on(int code) => Assert.Equal(code, new CommandLine().Run([], _ => code, TextWriter.Null));

    [Fact]
    public void A_command_runs_instead_of_the_exporter_and_its_exit_code_is_passed_on()
    {
        Assert.Equal(7, RunWithCommand(TextWriter.Null, "seven"));
        Assert.Equal(5, RunWithCommand(TextWriter.Null, "seven", "--less=2"));
    }

    [Fact]
    public void A_commands_bad_options_are_named_in_one_line()
    {
        using var errors = new StringWriter();

        Assert.Equal(2, RunWithCommand(errors, "seven", "--less=some", "--more=1"));
        Assert.Contains("some", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("--more", errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, errors.ToString().Count(letter => letter == '\n'));
    }

    [Fact]
    public void A_command_that_does_not_exist_is_refused() => Assert.Contains("eight", Refused("eight"), StringComparison.Ordinal);

    private static int RunWithCommand(TextWriter errors, params string[] arguments)
    {
        var less = new Option<int>("--less");
        var command = new Command("seven") { less };
        command.SetAction(result => 7 - result.GetValue(less));
        return new CommandLine(commands: [command]).Run(arguments, _ => throw new InvalidOperationException("the program must not run"), errors);
    }

    private static bool CanBeSwitched(string name) =>
        !new CommandLine().Run([$"--collector.{name}"], _ => 0, TextWriter.Null).Equals(2)
        && !new CommandLine().Run([$"--no-collector.{name}"], _ => 0, TextWriter.Null).Equals(2);

    private string File(string content)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString());
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private static ExporterOptions Accepted(params string[] arguments)
    {
        ExporterOptions? options = null;
        using var errors = new StringWriter();
        var code = new CommandLine().Run(
            arguments,
            read =>
            {
                options = read;
                return 0;
            },
            errors);
        Assert.Equal("", errors.ToString());
        Assert.Equal(0, code);
        return options!;
    }

    private static string Refused(params string[] arguments)
    {
        using var errors = new StringWriter();
        var code = new CommandLine().Run(arguments, _ => throw new InvalidOperationException("the program must not run"), errors);
        Assert.Equal(2, code);
        return errors.ToString();
    }
}
