using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.State;

/// <summary>State of the guard-rails, as stored on disk. Sizes are KiB, times seconds since the boot.</summary>
internal sealed record LedgerFile
{
    /// <summary>The only known version. A file with another version is not read.</summary>
    public const int KnownVersion = 1;

    public required int Version { get; init; }

    /// <summary>For people only.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>The boot that the times refer to.</summary>
    public required string Boot { get; init; }

    /// <summary>When the file was written.</summary>
    public required double SavedAt { get; init; }

    /// <summary>Until when all limits count as used up.</summary>
    public double? UsedUpUntil { get; init; }

    public required IReadOnlyList<SavedEntry> Domains { get; init; }
}

/// <summary>State kept for one domain, as stored on disk.</summary>
internal sealed record SavedEntry
{
    public required Guid Uuid { get; init; }

    public long? TargetKib { get; init; }

    public long? TargetMaximumKib { get; init; }

    public double? TargetSetAt { get; init; }

    public double? LastShrinkAt { get; init; }

    public double? LastGrantAt { get; init; }

    public double? LastEvaluatedAt { get; init; }

    public double? LastTimelyAt { get; init; }

    public required IReadOnlyList<SavedMovement> Recent { get; init; }

    public required IReadOnlyList<SavedCharge> Taken { get; init; }

    public SavedTake? UnderWay { get; init; }

    public SavedBackoff? Cooldown { get; init; }

    public SavedBackoff? Exclusion { get; init; }

    public required IReadOnlyList<double> Stalls { get; init; }

    public double? ForeignMoveAt { get; init; }

    public long UnseenKib { get; init; }

    public long AddedKib { get; init; }

    public long RemovedKib { get; init; }

    public long ForeignMoves { get; init; }

    public long UncooperativeTimes { get; init; }

    public long Oscillations { get; init; }

    public required IReadOnlyList<SavedMoves> Moves { get; init; }

    public required IReadOnlyList<SavedRescues> Rescues { get; init; }
}

internal readonly record struct SavedMovement(double At, long DeltaKib, long GrantedKib);

internal readonly record struct SavedCharge(double At, long ResidentKib, long WayKib);

internal sealed record SavedTake(
    long FromKib, long ToKib, long ForecastKib, long ResidentKib, long FallKib, long WayKib, long ChargedKib, double StartedAt, double SeenAt, double ProgressAt, [property: JsonPropertyName("overtakenAt")] double? SupersededAt);

internal sealed record SavedBackoff(double Until, int Step);

internal readonly record struct SavedMoves(bool Takes, RequestOrigin Origin, ReflexCause? Cause, long Count);

internal readonly record struct SavedRescues(RescueTrigger Trigger, long Count);

/// <summary>Source-generated JSON: no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(LedgerFile))]
internal sealed partial class LedgerFileJson : JsonSerializerContext;
