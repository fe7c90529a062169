using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Engine;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Engine;

/// <summary>What is told of a decision: once, with sizes in bytes.</summary>
public sealed class DecisionRecordTests
{
    private static readonly SteadyClock Clock = new(TimeProvider.System);

    private static readonly Decision Applied =
        new() { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 2048, ToKib = 4096 };

    [Fact]
    public void Why_a_reflex_asked_is_told_as_its_cause_and_not_as_a_fingerprint()
    {
        var json = Json(new BalloonRequest(Snapshots.Uuid(1), 8192, Clock.Now, RequestOrigin.Emergency) { Cause = ReflexCause.Critical });

        Assert.Contains("\"cause\":\"critical\",\"why\":\"the host is about to kill guests\",\"fingerprint\":\"\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void What_an_alert_asks_for_has_a_fingerprint_and_no_cause()
    {
        var json = Json(new BalloonRequest(Snapshots.Uuid(1), 8192, Clock.Now, RequestOrigin.Alert, "f00d"));

        Assert.Contains("\"fingerprint\":\"f00d\"", json, StringComparison.Ordinal);
        Assert.DoesNotContain("cause", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Sizes_are_told_in_bytes() => Assert.Contains(
        "\"fromBytes\":2097152,\"toBytes\":4194304,\"targetBytes\":8388608",
        Json(new BalloonRequest(Snapshots.Uuid(1), 8192, Clock.Now, RequestOrigin.Alert, "f00d")),
        StringComparison.Ordinal);

    [Fact]
    public void A_donor_is_told_with_the_domains_that_it_helps_and_in_words()
    {
        var json = Json(new BalloonRequest(Snapshots.Uuid(1), 8192, Clock.Now, RequestOrigin.Donor) { Cause = ReflexCause.Room, Helps = ["db", "mail"] });

        Assert.Contains("\"origin\":\"donor\"", json, StringComparison.Ordinal);
        Assert.Contains("\"cause\":\"room\",\"helps\":[\"db\",\"mail\"],\"why\":\"to rescue db, mail\",\"fingerprint\":\"\"", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_that_are_helped_five_are_named()
    {
        var record = DecisionRecord.Of(
            new BalloonRequest(Snapshots.Uuid(1), 8192, Clock.Now, RequestOrigin.Donor) { Helps = [.. Enumerable.Range(1, 9).Select(number => $"guest{number}")] }, "shop", Applied, Clock);

        Assert.Equal("guest1,guest2,guest3,guest4,guest5", DecisionRecord.HelpsText(record.Helps));
    }

    [Fact]
    public void In_part_is_told_of_what_was_clipped_and_not_as_why_it_was_refused()
    {
        var clipped = Applied with { Reason = DecisionReason.HostRoom, ClippedBy = [DecisionReason.Ceiling, DecisionReason.HostRoom] };

        Assert.Equal(DecisionReason.InPart, clipped.ToldReason);
        Assert.Equal(DecisionReason.InPart, (clipped with { Verdict = Verdict.DryRun }).ToldReason);
        Assert.Equal(DecisionReason.AsRequested, Applied.ToldReason);
        Assert.Equal(DecisionReason.HostRoom, Decision.Refuse(DecisionReason.HostRoom).ToldReason);
        Assert.Equal(DecisionReason.Timeout, (clipped with { Verdict = Verdict.Failed, Reason = DecisionReason.Timeout }).ToldReason);
    }

    private static string Json(BalloonRequest request) => DecisionList.ToJson([DecisionRecord.Of(request, "shop", Applied, Clock)]);
}
