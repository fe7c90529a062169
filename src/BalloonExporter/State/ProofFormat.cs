using System.Text.Json;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Proof;

namespace BalloonExporter.State;

/// <summary>Converts between the proof and its file.</summary>
internal static class ProofFormat
{
    // A century; more is no time that an exporter has seen.
    private static readonly TimeSpan Most = TimeSpan.FromDays(36_525);

    // As much memory as no host has, for that long.
    private static readonly double MostKibSeconds = Kib.PerPiB * Most.TotalSeconds;

    /// <summary>The file's content.</summary>
    public static byte[] Write(IReadOnlyDictionary<Guid, ProofEntry> entries) => JsonSerializer.SerializeToUtf8Bytes(
        new ProofFile { Version = ProofFile.KnownVersion, Domains = [.. entries.Select(entry => Saved(entry.Key, entry.Value))] }, ProofFileJson.Default.ProofFile);

    /// <summary>Parses the file's content.</summary>
    /// <exception cref="FormatException">It is no such file, has another version, or is implausible.</exception>
    public static IReadOnlyDictionary<Guid, ProofEntry> Read(ReadOnlySpan<byte> content)
    {
        try
        {
            var file = JsonSerializer.Deserialize(content, ProofFileJson.Default.ProofFile) ?? throw new FormatException("it is empty");
            if (file.Version != ProofFile.KnownVersion)
                throw new FormatException($"its version is {file.Version}, and only version {ProofFile.KnownVersion} can be read");
            // A null among the domains passes the JSON reader.
            if (file.Domains.Contains(null!))
                throw new FormatException("a domain is missing");
            return file.Domains.ToDictionary(saved => saved.Uuid, EntryOf);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new FormatException($"not a proof: {exception.Message}", exception);
        }
    }

    private static SavedProof Saved(Guid uuid, ProofEntry entry) => new(
        uuid, entry.Since, entry.Observed.TotalSeconds, entry.Unmet.TotalSeconds, entry.BelowSold.TotalSeconds, entry.LentKibSeconds, entry.BorrowedKibSeconds);

    private static ProofEntry EntryOf(SavedProof saved) => new()
    {
        Since = saved.Since,
        Observed = Time(saved.ObservedSeconds),
        Unmet = Time(saved.UnmetSeconds),
        BelowSold = Time(saved.BelowSoldSeconds),
        LentKibSeconds = Amount(saved.LentKibSeconds),
        BorrowedKibSeconds = Amount(saved.BorrowedKibSeconds),
    };

    private static TimeSpan Time(double seconds) =>
        seconds >= 0 && seconds <= Most.TotalSeconds ? TimeSpan.FromSeconds(seconds) : throw new FormatException("it has an impossible time");

    private static double Amount(double kibSeconds) => kibSeconds >= 0 && kibSeconds <= MostKibSeconds ? kibSeconds : throw new FormatException("it has an impossible amount");
}
