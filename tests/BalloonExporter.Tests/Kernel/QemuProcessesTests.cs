using System.Text;
using BalloonExporter.Core.Model;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Libvirt;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Kernel;

public sealed class QemuProcessesTests
{
    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly QemuProcesses _processes;

    public QemuProcessesTests() => _processes = new QemuProcesses(new SteadyClock(_time), Fixture.PathOf("proc-domains"), Fixture.PathOf("cgroup"));

    [Fact]
    public void The_uuid_is_the_word_after_its_option() =>
        Assert.Equal(Snapshots.Uuid(7), UuidOf($"qemu\0-name\0guest=shop\0-uuid\0{Snapshots.Uuid(7)}\0-m\0512\0"));

    [Fact]
    public void The_uuid_may_be_the_last_word() => Assert.Equal(Snapshots.Uuid(7), UuidOf($"qemu\0-uuid\0{Snapshots.Uuid(7)}"));

    [Theory]
    [InlineData("")]
    [InlineData("qemu\0-m\0512\0")]
    [InlineData("qemu\0-uuid\0")]
    [InlineData("qemu\0-uuid\0too short\0")]
    [InlineData("qemu\0-uuid\0000000000000000000000000000000000000")]
    [InlineData("qemu\0-name\0guest=-uuid 00000000-0000-4000-8000-000000000007\0")]
    public void Without_a_uuid_there_is_none(string commandLine) => Assert.Null(UuidOf(commandLine));

    [Fact]
    public void The_start_time_is_counted_from_the_boot() =>
        Assert.Equal(Snapshots.Noon.Steady() - TimeSpan.FromSeconds(1000.5) + TimeSpan.FromSeconds(123.45), _processes.StartedAt(Snapshots.Uuid(1)));

    [Fact]
    public void The_memory_of_a_domains_process_is_read() =>
        Assert.Equal(new DomainProcess(2097152, 524288, 4096), _processes.ReadMemory(Snapshots.Uuid(1)));

    [Fact]
    public void A_domain_without_a_process_has_no_figures()
    {
        Assert.Null(_processes.StartedAt(Snapshots.Uuid(9)));
        Assert.Null(_processes.ReadMemory(Snapshots.Uuid(9)));
        Assert.Null(_processes.ReadCgroup(Snapshots.Uuid(9)));
    }

    [Fact]
    public void Memory_events_and_pressure_of_a_domains_cgroup_are_read()
    {
        var cgroup = _processes.ReadCgroup(Snapshots.Uuid(1))!;

        Assert.Equal(2202009600, cgroup.CurrentBytes);
        Assert.Equal([("low", 0), ("high", 12), ("max", 3), ("oom", 2), ("oom_kill", 1)], cgroup.MemoryEvents);
        Assert.Equal(TimeSpan.FromSeconds(1.5), cgroup.PressureWaiting);
        Assert.Equal(TimeSpan.FromSeconds(0.25), cgroup.PressureStalled);
    }

    [Fact]
    public void A_cgroup_of_version_1_has_its_memory_and_nothing_else()
    {
        var cgroup = _processes.ReadCgroup(Snapshots.Uuid(2))!;

        Assert.Equal(1048576, cgroup.CurrentBytes);
        Assert.Empty(cgroup.MemoryEvents);
        Assert.Null(cgroup.PressureWaiting);
        Assert.Null(cgroup.PressureStalled);
    }

    [Fact]
    public void A_group_shared_with_others_is_not_the_domains() => Assert.Null(_processes.ReadCgroup(Snapshots.Uuid(3)));

    [Fact]
    public void A_started_domain_is_found_within_two_seconds_and_a_missing_one_costs_a_walk_a_minute()
    {
        using var proc = new ProcCopy();
        var processes = proc.Processes(_time);
        Assert.Null(processes.ReadMemory(Snapshots.Uuid(5)));
        proc.Add("4715", Snapshots.Uuid(5));
        Assert.Null(processes.ReadMemory(Snapshots.Uuid(5)));
        _time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(5)));

        Assert.Null(processes.ReadMemory(Snapshots.Uuid(6)));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(processes.ReadMemory(Snapshots.Uuid(6)));
        proc.Add("4716", Snapshots.Uuid(6));
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Null(processes.ReadMemory(Snapshots.Uuid(6)));
        _time.Advance(TimeSpan.FromSeconds(46));
        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(6)));
    }

    [Fact]
    public void Another_process_with_the_same_number_is_not_the_domains()
    {
        using var proc = new ProcCopy();
        var processes = proc.Processes(_time);
        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(1)));

        proc.Replace("4711", Snapshots.Uuid(5), startTicks: "99999");
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Null(processes.ReadMemory(Snapshots.Uuid(1)));
        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(5)));
    }

    [Fact]
    public void A_process_that_vanished_leaves_nothing_and_its_domains_next_one_is_found()
    {
        using var proc = new ProcCopy();
        var processes = proc.Processes(_time);
        Assert.NotNull(processes.ReadCgroup(Snapshots.Uuid(1)));

        proc.Remove("4711");
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(processes.ReadMemory(Snapshots.Uuid(1)));
        Assert.Null(processes.ReadCgroup(Snapshots.Uuid(1)));

        proc.Add("4720", Snapshots.Uuid(1));
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(1)));
    }

    [Fact]
    public void A_process_that_vanishes_between_two_reads_of_one_scrape_has_no_figures_and_no_zeros()
    {
        using var proc = new ProcCopy();
        var processes = proc.Processes(_time);
        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(1)));
        Assert.NotNull(processes.ReadCgroup(Snapshots.Uuid(1)));

        proc.Remove("4711");

        Assert.Equal(new DomainProcess(null, null, null), processes.ReadMemory(Snapshots.Uuid(1)));
    }

    [Fact]
    public void Domains_that_are_gone_are_forgotten_and_found_again_when_they_return()
    {
        Assert.NotNull(_processes.StartedAt(Snapshots.Uuid(1)));

        _processes.Keep(new HashSet<Guid>());
        Assert.Null(_processes.StartedAt(Snapshots.Uuid(1)));

        _time.Advance(TimeSpan.FromSeconds(2.1));
        Assert.NotNull(_processes.StartedAt(Snapshots.Uuid(1)));
    }

    [Fact]
    public void A_process_of_any_user_with_the_uuid_among_its_arguments_is_not_the_domains()
    {
        using var proc = new ProcCopy();
        proc.AddForged("4720", Snapshots.Uuid(5));
        var processes = proc.Processes(_time);

        Assert.Null(processes.ReadMemory(Snapshots.Uuid(5)));
        Assert.Null(processes.StartedAt(Snapshots.Uuid(5)));
        Assert.Null(processes.ReadCgroup(Snapshots.Uuid(5)));
    }

    [Fact]
    public void A_forged_process_beside_the_real_one_changes_nothing()
    {
        using var proc = new ProcCopy();
        proc.AddForged("1000", Snapshots.Uuid(1));
        proc.AddForged("4720", Snapshots.Uuid(1));
        var processes = proc.Processes(_time);

        Assert.Equal(2202009600, processes.ReadCgroup(Snapshots.Uuid(1))?.CurrentBytes);
        Assert.Null(processes.ProblemWith([Snapshots.Uuid(1)]));
    }

    [Fact]
    public void Two_processes_in_machine_scopes_with_one_uuid_are_none_and_that_is_said()
    {
        using var proc = new ProcCopy();
        proc.Add("4720", Snapshots.Uuid(1));
        var processes = proc.Processes(_time);

        Assert.Null(processes.ReadMemory(Snapshots.Uuid(1)));
        Assert.Contains("two processes", processes.ProblemWith([Snapshots.Uuid(1)]), StringComparison.Ordinal);

        proc.Remove("4720");
        _time.Advance(TimeSpan.FromMinutes(1.1));
        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(1)));
        Assert.Null(processes.ProblemWith([Snapshots.Uuid(1)]));
    }

    [Fact]
    public void A_pid_file_confirms_a_process_in_any_group()
    {
        using var proc = new ProcCopy();
        using var daemon = new RunFolder();
        proc.AddForged("4720", Snapshots.Uuid(5));
        proc.AddForged("4721", Snapshots.Uuid(6));
        daemon.Write("shop", "4720", Started);
        var processes = proc.Processes(_time, daemon.Files);

        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(5)));
        Assert.Null(processes.ReadMemory(Snapshots.Uuid(6)));
    }

    [Fact]
    public void A_process_that_got_the_number_later_is_not_what_the_pid_file_means()
    {
        using var proc = new ProcCopy();
        using var daemon = new RunFolder();
        proc.AddForged("4720", Snapshots.Uuid(5));
        daemon.Write("shop", "4720", Started.AddHours(-1));

        Assert.Null(proc.Processes(_time, daemon.Files).ReadMemory(Snapshots.Uuid(5)));
    }

    [Fact]
    public void A_pid_file_that_names_no_process_or_one_of_another_domain_means_nothing()
    {
        using var proc = new ProcCopy();
        using var daemon = new RunFolder();
        proc.AddForged("4720", Snapshots.Uuid(6));
        daemon.Write("shop", "4720", Started);
        daemon.Write("gone", "4799", Started);

        Assert.Null(proc.Processes(_time, daemon.Files).ReadMemory(Snapshots.Uuid(5)));
    }

    [Fact]
    public void Where_no_process_is_confirmed_that_is_said_with_what_to_do_once_it_cannot_be_a_start()
    {
        using var proc = new ProcCopy();
        proc.AddForged("4720", Snapshots.Uuid(5));
        var processes = proc.Processes(_time);
        Assert.Null(processes.ProblemWith([Snapshots.Uuid(5)]));

        _time.Advance(TimeSpan.FromSeconds(2.1));

        Assert.Contains("pid files", processes.ProblemWith([Snapshots.Uuid(5)]), StringComparison.Ordinal);
        Assert.Null(processes.ProblemWith([Snapshots.Uuid(1)]));
    }

    [Fact]
    public void A_domain_that_starts_anew_is_sought_anew()
    {
        using var proc = new ProcCopy();
        using var daemon = new RunFolder();
        proc.AddForged("4720", Snapshots.Uuid(5));
        proc.AddForged("4721", Snapshots.Uuid(5));
        daemon.Write("shop", "4720", Started);
        var processes = proc.Processes(_time, daemon.Files);
        Assert.NotNull(processes.ReadMemory(Snapshots.Uuid(5)));

        proc.Replace("4721", Snapshots.Uuid(5), startTicks: "22345");
        daemon.Write("shop", "4721", Started.AddSeconds(100));
        processes.Forget(Snapshots.Uuid(5));
        _time.Advance(TimeSpan.FromSeconds(2.1));

        Assert.InRange((processes.StartedAt(Snapshots.Uuid(5))!.Value - Started.Steady()).TotalSeconds, 100, 103);
    }

    // What the recorded process says of itself.
    private static DateTimeOffset Started => Snapshots.Noon.AddSeconds(-1000.5 + 123.45);

    private static Guid? UuidOf(string commandLine) => QemuProcesses.UuidOf(Encoding.ASCII.GetBytes(commandLine));
}
