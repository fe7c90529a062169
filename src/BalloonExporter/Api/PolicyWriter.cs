using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Options;

namespace BalloonExporter.Api;

/// <summary>Reads and changes stored policies, for the API and the pages: one rule for what is seen, one line in the log, one history.</summary>
internal sealed partial class PolicyWriter(
    IPolicyStore specs, IPolicyHistory history, AuditTrail audit, ExporterOptions options, SteadyClock clock, ILogger<PolicyWriter> log)
{
    /// <summary>A domain and its stored policy. An excluded domain looks like one that does not exist.</summary>
    public async Task<PolicyAnswer> FindAsync(Guid uuid, CancellationToken aborted)
    {
        var answer = await specs.ReadAsync(uuid, aborted);
        return answer.Domain is { } domain && !options.Domains.Selects(domain.Name) ? new PolicyAnswer(null, null) : answer;
    }

    /// <summary>Changes a stored policy, notes the change, and has it on disk.</summary>
    /// <param name="uuid">The domain.</param>
    /// <param name="change">Gets the domain and returns the policy to store, or why there is none.</param>
    /// <param name="who">Who changes it.</param>
    /// <param name="aborted">Ends the first look, not the change.</param>
    /// <returns>The domain now, and why nothing was changed; null: it was, or there is no domain.</returns>
    public async Task<(PolicyAnswer Answer, string? Refusal)> ChangeAsync(
        Guid uuid, Func<StoredDomain, (PolicySpec? Spec, string? Refusal)> change, string who, CancellationToken aborted)
    {
        var found = await FindAsync(uuid, aborted);
        if (found.Domain is null)
            return (found, null);
        string? refusal = null;
        PolicySpec? before = null;
        // Not cancelled with the request.
        var after = await specs.ChangeAsync(uuid, Changed, CancellationToken.None);
        if (after.Domain is not { } stored || refusal is not null)
            return (after, refusal);
        if (stored.Facts.NextPolicy != before)
        {
            var by = TextBounds.Cut(who);
            await history.NoteAsync(uuid, new PolicyEdit(clock.WallTime, by, before, stored.Facts.NextPolicy));
            var spec = stored.Facts.NextPolicy ?? new PolicySpec();
            Stored(by, TextBounds.Cut(stored.Name), uuid, spec.Enabled, spec.Floor?.ToString(), spec.Ceiling?.ToString(), spec.Shares, spec.Swap?.ToString());
        }

        await audit.WrittenAsync();
        return (after, null);

        PolicySpec? Changed(StoredDomain domain)
        {
            (var spec, refusal) = change(domain);
            before = domain.Facts.NextPolicy;
            return spec;
        }
    }

    [LoggerMessage(LogLevel.Information, "policy stored")]
    private partial void Stored(string who, string domain, Guid uuid, bool? enabled, string? floor, string? ceiling, int? shares, string? swap);
}
