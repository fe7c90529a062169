using System.Text.Json.Serialization;

namespace BalloonExporter.State;

/// <summary>The proof for customers, as stored on disk. Times are seconds, sizes KiB.</summary>
internal sealed record ProofFile
{
    /// <summary>The only known version. A file with another version is not read.</summary>
    public const int KnownVersion = 1;

    public required int Version { get; init; }

    public required IReadOnlyList<SavedProof> Domains { get; init; }
}

/// <summary>The proof of one domain.</summary>
internal sealed record SavedProof(
    Guid Uuid, DateTimeOffset Since, double ObservedSeconds, double UnmetSeconds, double BelowSoldSeconds, double LentKibSeconds, double BorrowedKibSeconds);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ProofFile))]
internal sealed partial class ProofFileJson : JsonSerializerContext;
