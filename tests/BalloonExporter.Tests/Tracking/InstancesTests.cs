using System.Diagnostics;
using BalloonExporter.Core.Model;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Libvirt;
using BalloonExporter.Tracking;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Tracking;

public sealed class InstancesTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);
    private static readonly DomainFacts Facts = Snapshots.Domain(1).Facts with { RunningSince = null, StartedEnabled = null };
    private static readonly PolicySpec No = new() { Enabled = false };

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly Instances _instances;

    public InstancesTests() => _instances = new Tracked(_time).Instances;

    [Fact]
    public void A_domain_whose_process_cannot_be_found_counts_as_just_started()
    {
        Assert.Null(_instances.RunningSince(Uuid));

        Assert.Equal(Snapshots.Noon.Steady(), Complete(Facts).RunningSince);

        Assert.Equal(Snapshots.Noon.Steady(), _instances.RunningSince(Uuid));
        Assert.Null(_instances.TakeFoundSince(Uuid));
    }

    [Fact]
    public void A_domain_whose_process_is_found_runs_since_that_one_started()
    {
        using var process = StandIn();
        using var daemon = new RunFolder();
        daemon.Write("guest1", $"{process.Id}", process.StartTime);
        var instances = InstancesOf(daemon, TimeProvider.System);

        var since = instances.Complete(Uuid, "guest1", Facts).RunningSince!.Value;

        var started = new DateTimeOffset(process.StartTime).Steady();
        Assert.InRange((since - started).TotalSeconds, -3, 3);
        Assert.Equal(since - TimeSpan.FromSeconds(3), instances.TakeFoundSince(Uuid));
        Assert.Null(instances.TakeFoundSince(Uuid));
        Stop(process);
    }

    [Fact]
    public void A_start_and_a_reboot_begin_anew_and_an_end_forgets()
    {
        Complete(Facts);
        _time.Advance(TimeSpan.FromMinutes(5));
        _instances.Rebooted(Uuid);
        Assert.Equal(_time.GetUtcNow().Steady(), _instances.RunningSince(Uuid));

        _time.Advance(TimeSpan.FromMinutes(5));
        _instances.Started(Uuid);
        Assert.Equal(_time.GetUtcNow().Steady(), _instances.RunningSince(Uuid));

        _instances.Stopped(Uuid);
        Assert.Null(_instances.RunningSince(Uuid));
        _instances.Rebooted(Uuid);
        Assert.Null(_instances.RunningSince(Uuid));
    }

    [Fact]
    public void After_missed_events_a_domain_without_a_process_is_new()
    {
        Complete(Facts);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal([Uuid], _instances.FindRestarted());
        Assert.Equal(_time.GetUtcNow().Steady(), _instances.RunningSince(Uuid));
    }

    [Fact]
    public void After_missed_events_a_domain_whose_process_is_the_same_keeps_its_life()
    {
        using var process = StandIn();
        using var daemon = new RunFolder();
        daemon.Write("guest1", $"{process.Id}", process.StartTime);
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var instances = InstancesOf(daemon, time);
        var since = instances.Complete(Uuid, "guest1", Facts).RunningSince;
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Empty(instances.FindRestarted());
        Assert.Equal(since, instances.RunningSince(Uuid));
        Stop(process);
    }

    [Fact]
    public void What_an_instance_was_started_with_is_remembered_until_its_next_start()
    {
        Assert.True(Complete(Facts).StartedEnabled);
        Assert.True(Complete(Facts with { Policy = No, NextPolicy = No }).StartedEnabled);
        _instances.Rebooted(Uuid);
        Assert.True(Complete(Facts with { Policy = No, NextPolicy = No }).StartedEnabled);

        _instances.Started(Uuid);
        Assert.False(Complete(Facts with { Policy = No, NextPolicy = No }).StartedEnabled);
        Assert.False(Complete(Facts).StartedEnabled);
    }

    [Fact]
    public void A_note_in_the_instance_tells_an_exporter_that_comes_later_what_it_was_started_with() =>
        Assert.True(Complete(Facts with { Policy = No, NextPolicy = No, HasManagedMarker = true }).StartedEnabled);

    [Fact]
    public void A_malformed_policy_at_the_start_becomes_known_when_the_element_is_repaired()
    {
        Assert.Null(Complete(Facts with { Policy = PolicySpec.Malformed("broken") }).StartedEnabled);
        Assert.True(Complete(Facts).StartedEnabled);
    }

    [Fact]
    public void Domains_that_do_not_run_any_more_are_dropped()
    {
        Complete(Facts);

        _instances.Keep(new HashSet<Guid> { Uuid });
        Assert.NotNull(_instances.RunningSince(Uuid));
        _instances.Keep(new HashSet<Guid>());
        Assert.Null(_instances.RunningSince(Uuid));
    }

    private DomainFacts Complete(DomainFacts facts) => _instances.Complete(Uuid, "guest1", facts);

    private static Instances InstancesOf(RunFolder daemon, TimeProvider time) =>
        new Tracked(time, new QemuProcesses(new SteadyClock(time), pidFiles: daemon.Files)).Instances;

    // A process that looks like QEMU's to /proc; it waits until its input ends.
    private static Process StandIn()
    {
        var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo up; read line", "qemu", "-uuid", Uuid.ToString()])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("up", process.StandardOutput.ReadLine());
        return process;
    }

    private static void Stop(Process process)
    {
        process.StandardInput.Close();
        process.WaitForExit();
    }
}
