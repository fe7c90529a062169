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

        Assert.Contains("\"cause\":\"critical\",\"fingerprint\":\"\"", json, StringComparison.Ordinal);
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

    private static string Json(BalloonRequest request) => DecisionList.ToJson([DecisionRecord.Of(request, "shop", Applied, Clock)]);
}
