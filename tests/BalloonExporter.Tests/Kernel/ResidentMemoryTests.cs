using BalloonExporter.Core.Model;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Libvirt;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Kernel;

public sealed class ResidentMemoryTests
{
    // What the recorded process of the first domain says; the ninth has none.
    private const long InProcessKib = 2097152;

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly ResidentMemory _resident;

    public ResidentMemoryTests() =>
        _resident = new ResidentMemory(
            new QemuProcesses(new SteadyClock(_time), Fixture.PathOf("proc-domains"), Fixture.PathOf("cgroup")), new SteadyClock(_time));

    [Fact]
    public void What_libvirt_says_counts_first_while_it_is_new()
    {
        _resident.Note(Snapshots.Uuid(1), 1000);
        Assert.Equal(1000, _resident.Of(Snapshots.Uuid(1)));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(InProcessKib, _resident.Of(Snapshots.Uuid(1)));
    }

    [Fact]
    public void Without_a_process_what_libvirt_said_last_counts_for_a_while()
    {
        _resident.Note(Snapshots.Uuid(9), 1000);
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(1000, _resident.Of(Snapshots.Uuid(9)));

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_resident.Of(Snapshots.Uuid(9)));
    }

    [Fact]
    public void A_look_at_which_libvirt_says_nothing_takes_nothing_back()
    {
        _resident.Note(Snapshots.Uuid(9), 1000);
        _resident.Note(Snapshots.Uuid(9), null);

        Assert.Equal(1000, _resident.Of(Snapshots.Uuid(9)));
    }

    [Fact]
    public void A_sum_says_whether_it_is_whole()
    {
        _resident.Note(Snapshots.Uuid(9), 1000);

        Assert.Equal((InProcessKib + 1000, true), _resident.Sum([Snapshots.Uuid(1), Snapshots.Uuid(9)]));
        Assert.Equal((InProcessKib, false), _resident.Sum([Snapshots.Uuid(1), Snapshots.Uuid(8)]));
    }

    [Fact]
    public void Whether_libvirt_has_to_be_asked_anew_is_known()
    {
        _resident.Note(Snapshots.Uuid(9), 1000);

        Assert.True(_resident.IsSeenInProcesses([Snapshots.Uuid(1)]));
        Assert.False(_resident.IsSeenInProcesses([Snapshots.Uuid(1), Snapshots.Uuid(9)]));
    }

    [Fact]
    public void Domains_that_are_gone_are_forgotten()
    {
        _resident.Note(Snapshots.Uuid(9), 1000);

        _resident.Keep(new HashSet<Guid>());

        Assert.Null(_resident.Of(Snapshots.Uuid(9)));
    }
}
