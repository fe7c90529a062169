using System.CommandLine;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Options;
using ExporterToolkit.Configuration;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Options;

public sealed partial class CommandLineTests : IDisposable
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
            "--policy.pacing=0s",
            "--policy.floor=1GiB",
            "--policy.guest-swap=0",
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
        Assert.Equal(new Limits { Grace = TimeSpan.FromMinutes(5), PacingTime = TimeSpan.Zero, FloorKib = 1024 * 1024, GuestSwap = new Amount(0, null) }, options.Limits);
        Assert.Equal(LogLevel.Debug, options.LogLevel);
        Assert.Equal(LogFormat.Json, options.LogFormat);
    }

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

    [Fact]
    public void An_address_for_feedback_alone_cannot_serve_all_pages() => Assert.Contains(
        "--feedback.listen-address=127.0.0.1:1",
        Refused("--web.listen-address=127.0.0.1:1", "--feedback.listen-address=127.0.0.1:1"),
        StringComparison.Ordinal);

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
