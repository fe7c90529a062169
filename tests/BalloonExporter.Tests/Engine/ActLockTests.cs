using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Engine;

public sealed class ActLockTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("balloon-lock-");
    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly RecordingLogger<ActLock> _log = new();
    private readonly FakeStateStore _state = new();
    private readonly List<ActLock> _locks = [];
    private readonly SteadyClock _clock;

    public ActLockTests() => _clock = new SteadyClock(_time);

    public void Dispose()
    {
        _locks.ForEach(each => each.Dispose());
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Of_two_exporters_the_second_takes_over_when_the_first_ends_and_takes_nothing_for_a_minute()
    {
        var (first, firstRole) = Start();
        var (second, secondRole) = Start();
        second.Look();

        Assert.Equal((true, false), (firstRole.MayAct, secondRole.MayAct));
        Assert.Null(_state.UsedUpUntil);
        var line = Assert.Single(_log.Entries);
        Assert.Equal((LogLevel.Warning, Environment.ProcessId), (line.Level, line.Fields["holder"]));

        first.Dispose();
        second.Look();
        Assert.True(secondRole.MayAct);
        Assert.Equal(_clock.Now + ActLock.Settling, _state.UsedUpUntil);
    }

    [Fact]
    public void What_the_one_before_wrote_is_taken_in_before_the_next_acts()
    {
        var (first, _) = Start();
        var (second, role) = Start();
        var acted = new List<bool>();
        _state.Rereading = () => acted.Add(role.MayAct);
        second.Look();
        Assert.Empty(acted);

        first.Dispose();
        second.Look();
        second.Look();

        Assert.Equal([false], acted);
        Assert.True(role.MayAct);
    }

    [Theory]
    [InlineData("qemu:///system")]
    [InlineData("qemu:///session")]
    [InlineData("lxc:///system")]
    [InlineData("qemu:///session?socket=/tmp/other/libvirt-sock")]
    public void Two_with_different_libvirts_share_the_memory_of_their_host_and_do_not_both_act(string uri)
    {
        Start("qemu:///system");

        Assert.False(Start(uri).Role.MayAct);
    }

    [Fact]
    public void An_observing_exporter_holds_no_lock()
    {
        var role = new ActingRole();
        Start(TestOptions.Observe with { RuntimeFolder = _folder }, role);

        Assert.False(role.MayAct);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void Where_it_cannot_be_told_whether_another_acts_nothing_is_moved_and_the_reason_is_said_once()
    {
        var role = new ActingRole();
        var held = Start(TestOptions.Act with { RuntimeFolder = new DirectoryInfo("/proc/nowhere") }, role);
        held.Look();

        Assert.False(role.MayAct);
        Assert.Equal(LogLevel.Error, Assert.Single(_log.Entries).Level);
    }

    [Fact]
    public void A_file_that_was_removed_is_held_no_more()
    {
        var (first, role) = Start();
        _folder.GetFiles().Single().Delete();
        var other = Start();
        first.Look();

        Assert.Equal((false, true), (role.MayAct, other.Role.MayAct));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_was_removed_is_missed_at_once_by_who_is_about_to_act(bool byAnother)
    {
        var (_, role) = Start();
        Assert.True(role.Confirm());
        _folder.GetFiles().Single().Delete();
        if (byAnother)
            Start();

        Assert.False(role.Confirm());
        Assert.False(role.MayAct);
    }

    [Fact]
    public void An_exporter_with_a_recreated_lock_file_takes_nothing_for_a_minute()
    {
        var (held, role) = Start();
        _folder.GetFiles().Single().Delete();
        held.Look();

        Assert.True(role.MayAct);
        Assert.Contains("removed", Assert.Single(_log.Entries).Message, StringComparison.Ordinal);
        Assert.Equal(_clock.Now + ActLock.Settling, _state.UsedUpUntil);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_a_link_in_the_place_of_the_lock_leads_to_is_neither_made_nor_written(bool exists)
    {
        var (first, _) = Start();
        var path = _folder.GetFiles().Single().FullName;
        first.Dispose();
        File.Delete(path);
        var victim = Path.Combine(_folder.FullName, "victim");
        if (exists)
            File.WriteAllText(victim, "precious");
        File.CreateSymbolicLink(path, victim);

        Assert.False(Start().Role.MayAct);
        Assert.Equal(exists ? "precious" : null, File.Exists(victim) ? File.ReadAllText(victim) : null);
        Assert.Equal(LogLevel.Error, Assert.Single(_log.Entries).Level);
    }

    private (ActLock Lock, ActingRole Role) Start(params string[] uris)
    {
        var role = new ActingRole();
        var options = TestOptions.Act with { RuntimeFolder = _folder };
        return (Start(uris.Length == 0 ? options : options with { LibvirtUris = [.. uris.Select(uri => new Uri(uri))] }, role), role);
    }

    private ActLock Start(ExporterOptions options, ActingRole role)
    {
        var started = new ActLock(options, role, _state, _clock, _time, _log);
        _locks.Add(started);
        started.Look();
        return started;
    }
}
