using System.Text;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.State;
using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.State;

public sealed class LedgerFormatTests
{
    private static readonly BootTime Boot = new("this-boot", TimeSpan.FromHours(3));
    private static readonly Moment Now = Noon.Steady();

    private static readonly Dictionary<Guid, DomainCounters> Counters = new()
    {
        [Uuid(1)] = new DomainCounters
        {
            AddedKib = 5,
            RemovedKib = 7,
            ForeignMoves = 2,
            UncooperativeTimes = 3,
            Oscillations = 5,
            Moves = new Dictionary<MoveKey, long> { [new MoveKey(true, RequestOrigin.Donor, ReflexCause.Room)] = 4 },
            Rescues = new Dictionary<RescueTrigger, long> { [RescueTrigger.SwapOut] = 6 },
        },
    };

    private readonly LedgerFormat _format = new(new Limits());

    [Fact]
    public void Everything_that_counts_comes_back()
    {
        var entry = Full();
        var state = Read(Write(entry), Now, Boot).State;
        var restored = state.Entries[Uuid(1)];

        Assert.Equal(entry.Recent, restored.Recent);
        Assert.Equal(entry.Charges.Seen, restored.Charges.Seen);
        Assert.Equal(entry.Charges.UnderWay, restored.Charges.UnderWay);
        Assert.Equal(entry.Stalls, restored.Stalls);
        Assert.Equal(Bare(entry), Bare(restored));
        AssertCounters(state);

        static LedgerEntry Bare(LedgerEntry entry) => entry with
        {
            Recent = LedgerEntry.Empty.Recent,
            Charges = TakeCharges.None,
            Stalls = LedgerEntry.Empty.Stalls,
            // Where the balloon stands is learned with the next look.
            Watch = null,
        };
    }

    [Fact]
    public void Moves_that_an_earlier_version_counted_by_what_clipped_them_are_added_up()
    {
        const string now = """{"takes":true,"origin":"Donor","cause":"Room","count":4}""";
        const string before = """{"takes":true,"origin":"Alert","reason":"StepLimit","count":4},{"takes":true,"origin":"Alert","reason":"AsRequested","count":2}""";
        var file = Encoding.UTF8.GetString(Write(Full()));
        Assert.Contains(now, file, StringComparison.Ordinal);

        var counters = Read(Encoding.UTF8.GetBytes(file.Replace(now, before, StringComparison.Ordinal)), Now, Boot).State.Counters[Uuid(1)];

        Assert.Equal([KeyValuePair.Create(new MoveKey(true, RequestOrigin.Alert, null), 6L)], counters.Moves);
    }

    [Fact]
    public void Counters_of_a_domain_without_an_entry_come_back()
    {
        var file = LedgerFormat.Write(new LedgerState(new Dictionary<Guid, LedgerEntry>(), Counters), null, Now, Boot, Noon);

        AssertCounters(Read(file, Now, Boot).State);
    }

    [Theory]
    [InlineData(-3600)]
    [InlineData(0)]
    [InlineData(86400)]
    public void A_clock_that_was_set_between_two_processes_changes_no_window(int clockStep)
    {
        var file = Write(Full());
        // Ten seconds passed, whatever the clock shows.
        var now = Now + TimeSpan.FromSeconds(10 + clockStep);
        var restored = Read(file, now, Boot with { Elapsed = Boot.Elapsed + TimeSpan.FromSeconds(10) });

        Assert.Equal(now - TimeSpan.FromSeconds(14), restored.State.Entries[Uuid(1)].Charges.Seen[0].At);
        Assert.Equal(now - TimeSpan.FromSeconds(10), restored.SavedAt);
        Assert.Equal(now + TimeSpan.FromSeconds(90), restored.State.Entries[Uuid(1)].Cooldown!.Until);
    }

    [Fact]
    public void Of_another_boot_only_what_is_counted_in_all_goes_on()
    {
        var state = Read(Write(Full()), Now, new BootTime("next-boot", TimeSpan.FromSeconds(20))).State;

        AssertCounters(state);
        Assert.Empty(state.Entries);
    }

    [Fact]
    public void What_is_no_state_file_or_another_version_or_cannot_be_true_is_not_read()
    {
        var good = Encoding.UTF8.GetString(Write(Full()));
        foreach (var bad in (string[])[
            "", "{", "null", "[]", "{}", "\0\0\0", good[..(good.Length / 2)], good[..^1], good + "x",
            good.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal),
            good.Replace("\"version\":1", "\"version\":\"1\"", StringComparison.Ordinal),
            good.Replace("\"residentKib\":300", "\"residentKib\":-300", StringComparison.Ordinal),
            good.Replace("\"residentKib\":300", "\"residentKib\":9000000000000000000", StringComparison.Ordinal),
            good.Replace("\"residentKib\":300", $"\"residentKib\":{1L << 41}", StringComparison.Ordinal),
            good.Replace("\"deltaKib\":-100", $"\"deltaKib\":{-(1L << 41)}", StringComparison.Ordinal),
            good.Replace("\"step\":2", "\"step\":21", StringComparison.Ordinal),
            good.Replace("\"step\":2", "\"step\":-1", StringComparison.Ordinal),
            good.Replace("\"count\":4", "\"count\":-4", StringComparison.Ordinal),
            good.Replace("\"origin\":\"Donor\"", "\"origin\":99", StringComparison.Ordinal),
            good.Replace("\"cause\":\"Room\"", "\"cause\":998", StringComparison.Ordinal),
            good.Replace("\"trigger\":\"SwapOut\"", "\"trigger\":77", StringComparison.Ordinal),
            good.Replace("\"savedAt\":10800", "\"savedAt\":10900", StringComparison.Ordinal),
            good.Replace("\"savedAt\":10800", "\"savedAt\":1e300", StringComparison.Ordinal),
            good.Replace("\"until\":10900", "\"until\":1e300", StringComparison.Ordinal),
            good.Replace("\"until\":10900", "\"until\":100000", StringComparison.Ordinal),
            good.Replace("\"domains\":[", "\"domains\":[null,", StringComparison.Ordinal),
            good.Replace("\"taken\":[", "\"taken\":[null,", StringComparison.Ordinal),
            good.Replace("\"stalls\":[", "\"stalls\":null,\"x\":[", StringComparison.Ordinal),
            good.Replace("\"stalls\":[", "\"x\":[", StringComparison.Ordinal),
            good.Replace("\"moves\":[", "\"x\":[", StringComparison.Ordinal),
            good.Replace("\"domains\":[", "\"domains\":[" + new string('[', 10_000), StringComparison.Ordinal),
        ])
        {
            Assert.NotEqual(good, bad);
            Assert.Throws<FormatException>(() => Read(Encoding.UTF8.GetBytes(bad), Now, Boot));
        }
    }

    [Theory]
    [InlineData(50, 50)]
    [InlineData(-1, null)]
    public void Until_when_the_limits_are_used_up_comes_back_while_it_lasts(int seconds, int? restored)
    {
        var file = LedgerFormat.Write(new LedgerState(new Dictionary<Guid, LedgerEntry>(), new Dictionary<Guid, DomainCounters>()), Now + TimeSpan.FromSeconds(seconds), Now, Boot, Noon);

        Assert.Equal(restored is { } left ? Now + TimeSpan.FromSeconds(left) : null, Read(file, Now, Boot).UsedUpUntil);
        Assert.Null(Read(file, Now, Boot with { Boot = "next-boot" }).UsedUpUntil);
    }

    private static byte[] Write(LedgerEntry entry) =>
        LedgerFormat.Write(new LedgerState(new Dictionary<Guid, LedgerEntry> { [Uuid(1)] = entry }, Counters), null, Now, Boot, Noon);

    private RestoredLedger Read(byte[] file, Moment now, BootTime boot) => _format.Read(file, now, boot);

    private static LedgerEntry Full() => LedgerEntry.Empty with
    {
        TargetKib = 3 * GiB,
        TargetMaximumKib = 4 * GiB,
        TargetSetAt = Now - TimeSpan.FromSeconds(4),
        LastShrinkAt = Now - TimeSpan.FromSeconds(4),
        LastGrantAt = Now - TimeSpan.FromSeconds(2),
        LastEvaluatedAt = Now - TimeSpan.FromSeconds(9),
        Recent = [new LedgerMovement(Now - TimeSpan.FromSeconds(4), -100, 0), new LedgerMovement(Now - TimeSpan.FromSeconds(2), 40, 40)],
        Charges = new TakeCharges
        {
            Seen = [new Charge(Now - TimeSpan.FromSeconds(4), 300, 400)],
            UnderWay = new TakeUnderWay(4 * GiB, 3 * GiB, GiB, Now - TimeSpan.FromSeconds(4))
            {
                ResidentKib = GiB,
                FallKib = 11,
                WayKib = 12,
                ChargedKib = 11,
                SeenAt = Now - TimeSpan.FromSeconds(1),
                ProgressAt = Now - TimeSpan.FromSeconds(2),
                SupersededAt = Now - TimeSpan.FromSeconds(1),
            },
        },
        Cooldown = new Backoff(Now + TimeSpan.FromSeconds(100), 2),
        Exclusion = new Backoff(Now + TimeSpan.FromSeconds(600), 1),
        Stalls = [Now - TimeSpan.FromSeconds(30)],
        ForeignMoveAt = Now - TimeSpan.FromSeconds(20),
        UnseenKib = 40,
    };

    private static void AssertCounters(LedgerState state)
    {
        var (expected, counters) = (Counters[Uuid(1)], state.Counters[Uuid(1)]);
        Assert.Equal(expected.Moves, counters.Moves);
        Assert.Equal(expected.Rescues, counters.Rescues);
        Assert.Equal(expected, counters with { Moves = expected.Moves, Rescues = expected.Rescues });
    }
}
