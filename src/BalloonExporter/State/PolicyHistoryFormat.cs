using System.Globalization;
using System.Text.Json;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.State;

/// <summary>Changes of policies, by domain, the one that changed last first. Immutable; bounded in domains, changes and bytes.</summary>
internal sealed class PolicyHistoryFormat
{
    /// <summary>Changes kept of each domain.</summary>
    public const int MostChanges = 20;

    /// <summary>Size of the file.</summary>
    public const int MostBytes = 8 * Kib.BytesPerMiB;

    private const int MostDomains = 1000;

    // A caller's name and address.
    private const int LongestName = 100;

    private readonly IReadOnlyList<SavedHistory> _domains;

    private PolicyHistoryFormat(IReadOnlyList<SavedHistory> domains) => _domains = domains;

    public static PolicyHistoryFormat Empty { get; } = new([]);

    /// <summary>Parses the file's content.</summary>
    /// <exception cref="FormatException">It is no such file, or of another version.</exception>
    public static PolicyHistoryFormat Read(ReadOnlySpan<byte> content)
    {
        try
        {
            var file = JsonSerializer.Deserialize(content, PolicyHistoryJson.Default.PolicyHistoryFile) ?? throw new FormatException("it is empty");
            if (file.Version != PolicyHistoryFile.KnownVersion)
                throw new FormatException($"its version is {file.Version}, and only version {PolicyHistoryFile.KnownVersion} can be read");
            // A null in a list passes the JSON reader.
            if (file.Domains.Any(domain => domain?.Changes is not { } changes || changes.Contains(null!)))
                throw new FormatException("a domain or a change is missing");
            return new PolicyHistoryFormat(file.Domains);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"not a policy history: {exception.Message}", exception);
        }
    }

    /// <summary>The changes of a domain, the newest first.</summary>
    public IReadOnlyList<PolicyEdit> Of(Guid uuid) =>
        [.. (_domains.FirstOrDefault(domain => domain.Uuid == uuid)?.Changes ?? []).Select(edit => new PolicyEdit(edit.At, edit.By, Policy(edit.Before), Policy(edit.After)))];

    /// <summary>Adds a change; the oldest make room.</summary>
    public PolicyHistoryFormat With(Guid uuid, PolicyEdit edit)
    {
        var saved = new SavedEdit(edit.At, TextBounds.Cut(edit.By, LongestName), Saved(edit.Before), Saved(edit.After));
        var changes = _domains.FirstOrDefault(domain => domain.Uuid == uuid)?.Changes ?? [];
        return new PolicyHistoryFormat(
            [new SavedHistory(uuid, [.. changes.Prepend(saved).Take(MostChanges)]), .. _domains.Where(domain => domain.Uuid != uuid).Take(MostDomains - 1)]);
    }

    /// <summary>The file's content.</summary>
    public byte[] Write()
    {
        var domains = _domains;
        while (true)
        {
            var content = JsonSerializer.SerializeToUtf8Bytes(
                new PolicyHistoryFile { Version = PolicyHistoryFile.KnownVersion, Domains = domains }, PolicyHistoryJson.Default.PolicyHistoryFile);
            if (content.Length <= MostBytes || domains.Count == 1)
                return content;
            domains = [.. domains.Take(domains.Count / 2)];
        }
    }

    private static SavedPolicy? Saved(PolicySpec? spec) => spec is null ? null : new SavedPolicy
    {
        Enabled = spec.Enabled,
        Floor = spec.Floor?.ToString(),
        Ceiling = spec.Ceiling?.ToString(),
        Shares = spec.Shares,
        Swap = spec.Swap?.ToString(),
        Problem = spec.Problem is { } problem ? TextBounds.Cut(problem) : null,
    };

    private static PolicySpec? Policy(SavedPolicy? saved) => saved switch
    {
        null => null,
        { Problem: { } problem } => PolicySpec.Malformed(problem),
        _ => PolicyElement.Read(
            saved.Enabled is null ? null : saved.Enabled.Value ? "yes" : "no", saved.Floor, saved.Ceiling, saved.Shares?.ToString(CultureInfo.InvariantCulture), saved.Swap),
    };
}
