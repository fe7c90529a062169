using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Proof;
using BalloonExporter.Core.Tests;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tracking;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Tracking;

/// <summary>A guest that is short of memory all the time, through what turns stamps of samples into times: its stamps are whole seconds of the host's clock.</summary>
public sealed class ProofOverTimeTests
{
    private const int Period = 2;

    private static readonly Guid Uuid = Snapshots.Uuid(1);

    private readonly JumpingTime _time = new(Noon);
    private readonly SteadyClock _clock;
    private readonly GuestHistories _histories;
    private readonly ProofLedger _proof;
    private readonly Limits _limits = new();

    public ProofOverTimeTests()
    {
        _clock = new SteadyClock(_time);
        _histories = new GuestHistories(_clock);
        _proof = new ProofLedger(_clock);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(2)]
    [InlineData(-2)]
    public void A_clock_that_is_set_between_a_sample_and_its_look_loses_and_invents_no_second(int seconds)
    {
        for (var sample = 0; sample <= 60; sample++)
        {
            var stamp = _clock.WallTime;
            if (sample % 20 == 10)
                _time.Jump(TimeSpan.FromSeconds(seconds));
            _time.Advance(TimeSpan.FromMilliseconds(100));
            See(stamp, sample);
            _time.Advance(TimeSpan.FromSeconds(Period) - TimeSpan.FromMilliseconds(100));
        }

        // Of the first sample the working set is not known yet, so half of the first interval counts.
        Assert.InRange(_proof.Of(Uuid)!.Unmet.TotalSeconds, (60 * Period) - 2, (60 * Period) + 1);
    }

    [Fact]
    public void A_guest_that_reboots_is_short_before_and_after_and_not_while_it_boots()
    {
        for (var sample = 0; sample <= 40; sample++)
        {
            if (sample == 20)
            {
                // Its driver is silent for twenty seconds, and its counters begin anew.
                _histories.Rebooted(Uuid);
                _time.Advance(TimeSpan.FromSeconds(20));
            }

            _time.Advance(TimeSpan.FromMilliseconds(100));
            See(_clock.WallTime, sample % 20);
            _time.Advance(TimeSpan.FromSeconds(Period) - TimeSpan.FromMilliseconds(100));
        }

        Assert.InRange(_proof.Of(Uuid)!.Unmet.TotalSeconds, 38 * Period, 40 * Period);
    }

    // A sample of the guest, as libvirt tells of it. Its page faults tell one from another.
    private void See(DateTimeOffset stamp, int sample)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(stamp.ToUnixTimeSeconds());
        var domain = Domain(1, 2 * GiB);
        domain = domain with
        {
            Guest = domain.Guest! with { LastUpdate = second, SampledAt = _clock.Of(second), UsableKib = 50 * MiB, UnusedKib = 10 * MiB, MinorFaults = 1000 + sample },
        };
        _proof.Observe(_histories.Complete(domain, _clock.Now, _limits), _clock.Now, null, _limits);
    }
}
