using System.Text.Json.Serialization;

namespace BalloonExporter.State;

/// <summary>The last changes of policies, as stored on disk.</summary>
internal sealed record PolicyHistoryFile
{
    /// <summary>The only known version. A file with another version is not read.</summary>
    public const int KnownVersion = 1;

    public required int Version { get; init; }

    /// <summary>The domain that changed last comes first.</summary>
    public required IReadOnlyList<SavedHistory> Domains { get; init; }
}

/// <summary>The changes of one domain, the newest first.</summary>
internal sealed record SavedHistory(Guid Uuid, IReadOnlyList<SavedEdit> Changes);

internal sealed record SavedEdit(DateTimeOffset At, string By, SavedPolicy? Before, SavedPolicy? After);

/// <summary>A policy in its own words.</summary>
internal sealed record SavedPolicy
{
    public bool? Enabled { get; init; }

    public string? Floor { get; init; }

    public string? Ceiling { get; init; }

    public int? Shares { get; init; }

    public string? Swap { get; init; }

    public string? Problem { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PolicyHistoryFile))]
internal sealed partial class PolicyHistoryJson : JsonSerializerContext;
