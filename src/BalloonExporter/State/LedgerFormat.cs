using System.Text.Json;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.State;

/// <summary>
/// Converts between the ledger and its file. Times are stored relative to the boot, so that a clock set between two processes does not
/// shorten a window.
/// </summary>
internal sealed class LedgerFormat(Limits limits)
{
    // Larger values are not valid sizes: no host has as much memory. A full file of them does not overflow a sum.
    private const long MostKib = Kib.PerPiB;

    // Limit of counters that grow as long as a domain exists.
    private const long MostInAll = 1L << 50;

    // Two clocks cannot be read at once.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(1);

    /// <summary>The file's content.</summary>
    /// <param name="state">State of the ledger.</param>
    /// <param name="usedUpUntil">Until when all limits count as used up.</param>
    /// <param name="now">Current moment of the ledger.</param>
    /// <param name="boot">The same moment since boot.</param>
    /// <param name="wallTime">The same moment in wall-clock time.</param>
    public static byte[] Write(LedgerState state, Moment? usedUpUntil, Moment now, BootTime boot, DateTimeOffset wallTime)
    {
        var file = new LedgerFile
        {
            Version = LedgerFile.KnownVersion,
            WrittenAt = wallTime,
            Boot = boot.Boot,
            SavedAt = boot.Elapsed.TotalSeconds,
            UsedUpUntil = usedUpUntil > now ? Seconds(usedUpUntil.Value) : null,
            Domains = [.. state.Counters.Keys.Union(state.Entries.Keys).Select(Saved)],
        };
        return JsonSerializer.SerializeToUtf8Bytes(file, LedgerFileJson.Default.LedgerFile);

        double Seconds(Moment at) => (boot.Elapsed + (at - now)).TotalSeconds;

        SavedEntry Saved(Guid uuid) =>
            Counted(SavedOf(uuid, state.Entries.GetValueOrDefault(uuid) ?? LedgerEntry.Empty, Seconds), state.Counters.GetValueOrDefault(uuid) ?? DomainCounters.Zero);
    }

    /// <summary>Parses the file's content.</summary>
    /// <exception cref="FormatException">The content is not a state file, has another version, or is implausible.</exception>
    public RestoredLedger Read(ReadOnlySpan<byte> content, Moment now, BootTime boot)
    {
        LedgerFile file;
        try
        {
            file = JsonSerializer.Deserialize(content, LedgerFileJson.Default.LedgerFile) ?? throw new FormatException("it is empty");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"not a state file: {exception.Message}", exception);
        }

        // A null among the domains passes the JSON reader.
        if (file.Domains.Contains(null!))
            throw new FormatException("not a state file: a domain is missing");
        if (file.Version != LedgerFile.KnownVersion)
            throw new FormatException($"its version is {file.Version}, and only version {LedgerFile.KnownVersion} can be read");
        try
        {
            // After another boot only the counters continue: the guests have all their memory again.
            var counters = file.Domains.ToDictionary(saved => saved.Uuid, CountersOf);
            if (file.Boot != boot.Boot)
                return new RestoredLedger(new LedgerState(new Dictionary<Guid, LedgerEntry>(), counters), now, null);
            if (file.SavedAt > (boot.Elapsed + ClockError).TotalSeconds)
                throw new FormatException("its time is in the future");
            var entries = file.Domains.ToDictionary(saved => saved.Uuid, saved => EntryOf(saved, At));
            return new RestoredLedger(new LedgerState(entries, counters), At(file.SavedAt), file.UsedUpUntil is { } until ? At(until) : null);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new FormatException($"it is implausible: {exception.Message}", exception);
        }

        Moment At(double seconds)
        {
            var age = boot.Elapsed - TimeSpan.FromSeconds(seconds);
            // Longer than any back-off that an exporter can have set.
            return age >= -(limits.ExclusionMaximum + limits.CooldownMaximum + ClockError) ? now - age : throw new FormatException("it has times in the future");
        }
    }

    private static SavedEntry Counted(SavedEntry saved, DomainCounters counters) => saved with
    {
        AddedKib = counters.AddedKib,
        RemovedKib = counters.RemovedKib,
        ForeignMoves = counters.ForeignMoves,
        UncooperativeTimes = counters.UncooperativeTimes,
        Oscillations = counters.Oscillations,
        Moves = [.. counters.Moves.Select(move => new SavedMoves(move.Key.Takes, move.Key.Origin, move.Key.Cause, move.Value))],
        Rescues = [.. counters.Rescues.Select(rescue => new SavedRescues(rescue.Key, rescue.Value))],
    };

    private static SavedEntry SavedOf(Guid uuid, LedgerEntry entry, Func<Moment, double> seconds)
    {
        return new SavedEntry
        {
            Uuid = uuid,
            TargetKib = entry.TargetKib,
            TargetMaximumKib = entry.TargetMaximumKib,
            TargetSetAt = Maybe(entry.TargetSetAt),
            LastShrinkAt = Maybe(entry.LastShrinkAt),
            LastGrantAt = Maybe(entry.LastGrantAt),
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
            Moves = [],
            Rescues = [],
        };

        double? Maybe(Moment? at) => at is { } moment ? seconds(moment) : null;
    }

    private static DomainCounters CountersOf(SavedEntry saved) => new()
    {
        AddedKib = Count(saved.AddedKib),
        RemovedKib = Count(saved.RemovedKib),
        ForeignMoves = Count(saved.ForeignMoves),
        UncooperativeTimes = Count(saved.UncooperativeTimes),
        Oscillations = Count(saved.Oscillations),
        // Files of earlier versions have entries by what clipped them instead.
        Moves = saved.Moves.GroupBy(move => new MoveKey(move.Takes, Known(move.Origin), move.Cause is { } cause ? Known(cause) : null))
            .ToDictionary(moves => moves.Key, moves => moves.Sum(move => Count(move.Count))),
        Rescues = saved.Rescues.ToDictionary(rescue => Known(rescue.Trigger), rescue => Count(rescue.Count)),
    };

    private static LedgerEntry EntryOf(SavedEntry saved, Func<double, Moment> moment)
    {
        return new LedgerEntry
        {
            TargetKib = saved.TargetKib is { } targetKib ? Size(targetKib) : null,
            TargetMaximumKib = saved.TargetMaximumKib is { } targetMaximumKib ? Size(targetMaximumKib) : null,
            TargetSetAt = Maybe(saved.TargetSetAt),
            LastShrinkAt = Maybe(saved.LastShrinkAt),
            LastGrantAt = Maybe(saved.LastGrantAt),
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

    private static long Size(long value) => value is >= 0 and <= MostKib ? value : throw new FormatException("it has an impossible size");

    private static long Distance(long value) => value is >= -MostKib and <= MostKib ? value : throw new FormatException("it has an impossible move");

    private static long Count(long value) => value is >= 0 and <= MostInAll ? value : throw new FormatException("it has an impossible count");

    private static int Step(int value) => value is >= 0 and <= Backoff.LastStep ? value : throw new FormatException("it has an impossible step");

    // The JSON reader accepts any number for an enum.
    private static T Known<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw new FormatException($"it has an unknown {typeof(T).Name}");
}

/// <summary>Contents of a state file.</summary>
/// <param name="State">State of the ledger.</param>
/// <param name="SavedAt">When it was written, in the ledger's time.</param>
/// <param name="UsedUpUntil">Until when all limits count as used up.</param>
internal sealed record RestoredLedger(LedgerState State, Moment SavedAt, Moment? UsedUpUntil);
