using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Tracking;

public sealed class DomainEventsTests
{
    private static readonly Guid Uuid = Snapshots.Uuid(1);
    private static readonly DomainFacts Facts = Snapshots.Domain(1).Facts with { RunningSince = null };

    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly Tracked _tracked;

    public DomainEventsTests()
    {
        _tracked = new Tracked(_time);
        See(Snapshots.Domain(1));
        Remember();
        Record();
        _time.Advance(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_start_begins_a_new_life()
    {
        _tracked.Events.Started(Uuid);

        Assert.Null(_tracked.Facts.Of(Uuid));
        Assert.Null(_tracked.Ledger.Of(Uuid).TargetKib);
        Assert.Equal(1, _tracked.Ledger.CountersOf(Uuid).Moves.Values.Sum());
        Assert.Equal(_time.GetUtcNow().Steady(), Remember().RunningSince);
        Assert.Null(See(Snapshots.Domain(1) with { Guest = null }).WorkingSet);
    }

    [Fact]
    public void A_reboot_keeps_what_was_set()
    {
        _tracked.Events.Rebooted(Uuid);

        Assert.NotNull(_tracked.Facts.Of(Uuid));
        Assert.NotNull(_tracked.Ledger.Of(Uuid).TargetKib);
        Assert.Null(See(Snapshots.Domain(1) with { Guest = null }).WorkingSet);
    }

    [Fact]
    public void A_reboot_of_an_unknown_domain_is_nothing_to_remember()
    {
        _tracked.Events.Rebooted(Snapshots.Uuid(9));

        Assert.Null(_tracked.Facts.Of(Snapshots.Uuid(9)));
    }

    [Fact]
    public void A_stop_forgets()
    {
        _tracked.Events.Stopped(Uuid);

        Assert.Null(_tracked.Facts.Of(Uuid));
        Assert.Null(_tracked.Instances.RunningSince(Uuid));
        Assert.Null(_tracked.Ledger.Of(Uuid).TargetKib);
    }

    [Fact]
    public void A_changed_xml_is_read_again_and_the_domain_is_as_old_as_before()
    {
        _tracked.Events.Changed(Uuid);

        Assert.Null(_tracked.Facts.Of(Uuid));
        Assert.Equal(Snapshots.Noon.Steady(), Remember().RunningSince);
        Assert.True(_tracked.Definitions.Reader.TryRead(out var changed));
        Assert.Equal(Uuid, changed);
    }

    [Fact]
    public void After_missed_events_facts_are_read_again_and_a_domain_without_a_process_is_new()
    {
        _tracked.Events.Missed();

        Assert.Null(_tracked.Facts.Of(Uuid));
        Assert.Null(_tracked.Ledger.Of(Uuid).TargetKib);
        Assert.Equal(_time.GetUtcNow().Steady(), Remember().RunningSince);
        Assert.True(_tracked.Definitions.Reader.TryRead(out var changed));
        Assert.Null(changed);
    }

    private DomainMemory See(DomainMemory domain) => _tracked.Histories.Complete(domain, _time.GetUtcNow().Steady(), new Limits());

    private DomainFacts Remember() => _tracked.Facts.Remember(Uuid, "guest1", Facts);

    private void Record()
    {
        var request = new BalloonRequest(Uuid, 2048, Snapshots.Noon.Steady(), RequestOrigin.Alert, "fp");
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 3072, ToKib = 2048 };
        _tracked.Ledger.Record(request, decision, Snapshots.Domain(1), Snapshots.Noon.Steady(), new Limits());
        _tracked.Ledger.Count(request, decision);
    }
}
