using System.Text.Json;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.State;

/// <summary>
/// From the ledger to its file and back. Times are written as time since the boot, so that no clock that is set between two processes makes
/// a window shorter.
/// </summary>
internal sealed class LedgerFormat(Limits limits)
{
    // More than any host has memory; what is larger is not a size. As many of them as a file has room for still add up to a number.
    private const long MostKib = Kib.PerPiB;

    // Of what is counted for as long as a domain exists.
    private const long MostInAll = 1L << 50;

    // Two clocks are not read at once.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(1);

    /// <summary>The file's content.</summary>
    /// <param name="entries">What the ledger remembers.</param>
    /// <param name="usedUpUntil">Until when all limits count as used up.</param>
    /// <param name="now">The ledger's present moment.</param>
    /// <param name="boot">The same moment since boot.</param>
    /// <param name="wallTime">The same by the clock.</param>
    public static byte[] Write(IReadOnlyDictionary<Guid, LedgerEntry> entries, Moment? usedUpUntil, Moment now, BootTime boot, DateTimeOffset wallTime)
    {
        var file = new LedgerFile
        {
            Version = LedgerFile.KnownVersion,
            WrittenAt = wallTime,
            Boot = boot.Boot,
            SavedAt = boot.Elapsed.TotalSeconds,
            UsedUpUntil = usedUpUntil > now ? Seconds(usedUpUntil.Value) : null,
            Domains = [.. entries.Select(entry => Saved(entry.Key, entry.Value, Seconds))],
        };
        return JsonSerializer.SerializeToUtf8Bytes(file, LedgerFileJson.Default.LedgerFile);

        double Seconds(Moment at) => (boot.Elapsed + (at - now)).TotalSeconds;
    }

    /// <summary>What the file says.</summary>
    /// <exception cref="FormatException">It is none of ours, or of another version, or cannot be true.</exception>
    public RestoredLedger Read(ReadOnlySpan<byte> content, Moment now, BootTime boot)
    {
        LedgerFile file;
        try
        {
            file = JsonSerializer.Deserialize(content, LedgerFileJson.Default.LedgerFile) ?? throw new FormatException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is no state file: {exception.Message}", exception);
        }

        // A null among the domains is the one thing that the reader lets pass.
        if (file.Domains.Contains(null!))
            throw new FormatException("it is no state file: a domain is missing");
        if (file.Version != LedgerFile.KnownVersion)
            throw new FormatException($"its version is {file.Version}, and only version {LedgerFile.KnownVersion} can be read");
        try
        {
            // Another boot, other guests: their memory is their own again, and only what is counted in all goes on.
            if (file.Boot != boot.Boot)
                return new RestoredLedger(file.Domains.ToDictionary(saved => saved.Uuid, CountsOf), now, null);
            if (file.SavedAt > (boot.Elapsed + ClockError).TotalSeconds)
                throw new FormatException("it is from the future");
            return new RestoredLedger(file.Domains.ToDictionary(saved => saved.Uuid, saved => EntryOf(saved, At)), At(file.SavedAt), file.UsedUpUntil is { } until ? At(until) : null);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new FormatException($"it cannot be true: {exception.Message}", exception);
        }

        Moment At(double seconds)
        {
            var age = boot.Elapsed - TimeSpan.FromSeconds(seconds);
            // A mark that no exporter can have set.
            return age >= -(limits.ExclusionMaximum + limits.CooldownMaximum + ClockError) ? now - age : throw new FormatException("it has times from the future");
        }
    }

    private static SavedEntry Saved(Guid uuid, LedgerEntry entry, Func<Moment, double> seconds)
    {
        return new SavedEntry
        {
            Uuid = uuid,
            TargetKib = entry.TargetKib,
            TargetMaximumKib = entry.TargetMaximumKib,
            TargetSetAt = Maybe(entry.TargetSetAt),
            LastShrinkAt = Maybe(entry.LastShrinkAt),
            LastEvaluatedAt = Maybe(entry.LastEvaluatedAt),
            LastTimelyAt = Maybe(entry.LastTimelyAt),
            Recent = [.. entry.Recent.Select(move => new SavedMovement(seconds(move.At), move.DeltaKib, move.GrantedKib))],
            Taken = [.. entry.Charges.Seen.Select(charge => new SavedCharge(seconds(charge.At), charge.ResidentKib, charge.WayKib))],
            UnderWay = entry.Charges.UnderWay is { } take
                ? new SavedTake(
                    take.FromKib, take.ToKib, take.ForecastKib, take.ResidentKib, take.FallKib, take.WayKib, take.ChargedKib,
                    seconds(take.StartedAt), seconds(take.SeenAt), seconds(take.ProgressAt), Maybe(take.SupersededAt))
                : null,
            Cooldown = entry.Cooldown is { } cooldown ? new SavedBackoff(seconds(cooldown.Until), cooldown.Step) : null,
            Exclusion = entry.Exclusion is { } exclusion ? new SavedBackoff(seconds(exclusion.Until), exclusion.Step) : null,
            Stalls = [.. entry.Stalls.Select(seconds)],
            ForeignMoveAt = Maybe(entry.ForeignMoveAt),
            UnseenKib = entry.UnseenKib,
            AddedKib = entry.AddedKib,
            RemovedKib = entry.RemovedKib,
            ForeignMoves = entry.ForeignMoves,
            UncooperativeTimes = entry.UncooperativeTimes,
            Moves = [.. entry.MoveCounts.Select(move => new SavedMoves(move.Key.Takes, move.Key.Origin, move.Key.Reason, move.Value))],
            Rescues = [.. entry.Rescues.Select(rescue => new SavedRescues(rescue.Key, rescue.Value))],
        };

        double? Maybe(Moment? at) => at is { } moment ? seconds(moment) : null;
    }

    private static LedgerEntry CountsOf(SavedEntry saved) => LedgerEntry.Empty with
    {
        AddedKib = Count(saved.AddedKib),
        RemovedKib = Count(saved.RemovedKib),
        ForeignMoves = Count(saved.ForeignMoves),
        UncooperativeTimes = Count(saved.UncooperativeTimes),
        MoveCounts = saved.Moves.ToDictionary(move => new MoveKey(move.Takes, Known(move.Origin), Known(move.Reason)), move => Count(move.Count)),
        Rescues = saved.Rescues.ToDictionary(rescue => Known(rescue.Trigger), rescue => Count(rescue.Count)),
    };

    private static LedgerEntry EntryOf(SavedEntry saved, Func<double, Moment> moment)
    {
        return CountsOf(saved) with
        {
            TargetKib = saved.TargetKib is { } targetKib ? Size(targetKib) : null,
            TargetMaximumKib = saved.TargetMaximumKib is { } targetMaximumKib ? Size(targetMaximumKib) : null,
            TargetSetAt = Maybe(saved.TargetSetAt),
            LastShrinkAt = Maybe(saved.LastShrinkAt),
            LastEvaluatedAt = Maybe(saved.LastEvaluatedAt),
            LastTimelyAt = Maybe(saved.LastTimelyAt),
            Recent = [.. saved.Recent.Select(move => new LedgerMovement(moment(move.At), Distance(move.DeltaKib), Size(move.GrantedKib)))],
            Charges = new TakeCharges
            {
                Seen = [.. saved.Taken.Select(charge => new Charge(moment(charge.At), Size(charge.ResidentKib), Size(charge.WayKib)))],
                UnderWay = saved.UnderWay is { } take
                    ? new TakeUnderWay(Size(take.FromKib), Size(take.ToKib), Size(take.ForecastKib), moment(take.StartedAt))
                    {
                        ResidentKib = Size(take.ResidentKib),
                        FallKib = Size(take.FallKib),
                        WayKib = Size(take.WayKib),
                        ChargedKib = Size(take.ChargedKib),
                        SeenAt = moment(take.SeenAt),
                        ProgressAt = moment(take.ProgressAt),
                        SupersededAt = Maybe(take.SupersededAt),
                    }
                    : null,
            },
            Cooldown = saved.Cooldown is { } cooldown ? new Backoff(moment(cooldown.Until), Step(cooldown.Step)) : null,
            Exclusion = saved.Exclusion is { } exclusion ? new Backoff(moment(exclusion.Until), Step(exclusion.Step)) : null,
            Stalls = [.. saved.Stalls.Select(moment)],
            ForeignMoveAt = Maybe(saved.ForeignMoveAt),
            UnseenKib = Size(saved.UnseenKib),
        };

        Moment? Maybe(double? seconds) => seconds is { } at ? moment(at) : null;
    }

    private static long Size(long value) => value is >= 0 and <= MostKib ? value : throw new FormatException("it has a size that no domain has");

    private static long Distance(long value) => value is >= -MostKib and <= MostKib ? value : throw new FormatException("it has a move that no balloon makes");

    private static long Count(long value) => value is >= 0 and <= MostInAll ? value : throw new FormatException("it has a count that nothing reaches");

    private static int Step(int value) => value is >= 0 and <= Backoff.LastStep ? value : throw new FormatException("it has a step that no mark has");

    // The reader takes any number for a word.
    private static T Known<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw new FormatException($"it has a {typeof(T).Name} that is not known");
}

/// <summary>What was read from a state file.</summary>
/// <param name="Entries">By domain.</param>
/// <param name="SavedAt">When it was written, on the ledger's own clock.</param>
/// <param name="UsedUpUntil">Until when all limits count as used up.</param>
internal sealed record RestoredLedger(IReadOnlyDictionary<Guid, LedgerEntry> Entries, Moment SavedAt, Moment? UsedUpUntil);
