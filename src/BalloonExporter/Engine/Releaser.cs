using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;

namespace BalloonExporter.Engine;

/// <summary>
/// The way out: pauses the exporter, so that nothing is taken any more, and asks for all memory of every domain, through the same guard-rails as any other request.
/// </summary>
internal sealed class Releaser(SharedReader reader, FeedbackLoop loop, Pauses pauses, MovementLedger ledger, ExporterOptions options, SteadyClock clock, TimeProvider time)
{
    /// <summary>The reason of the pause when the caller gives none.</summary>
    public const string DefaultReason = "release: all memory is given back";

    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(5);

    // libvirt may take its five seconds for each of a few calls in a row.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Pauses and gives back.</summary>
    /// <param name="by">Who asks.</param>
    /// <param name="reason">Why, for the pause; null: <see cref="DefaultReason"/>.</param>
    /// <param name="cancellation">Abandons the wait, not the gifts.</param>
    /// <returns>What became of each domain, by name; null when libvirt cannot be reached. The exporter is paused in both cases.</returns>
    public async Task<IReadOnlyList<ReleasedDomain>?> ReleaseAsync(string by, string? reason, CancellationToken cancellation)
    {
        pauses.Pause(new ApiPause(by, clock.Now, null, reason ?? DefaultReason));
        var snapshot = await reader.ReadAsync(ReadDeadline, cancellation);
        if (!snapshot.LibvirtUp)
            return null;
        // Those who lack least come first: should the host not have enough, most guests are whole.
        var released = snapshot.Domains.Where(domain => !domain.Excluded).Select(Of).OrderBy(domain => domain.MissingKib).ToList();
        var asked = released.Where(domain => domain is { MissingKib: > 0, IsLowered: false }).ToList();
        var answers = loop.Submit(asked.Select(domain => new BalloonRequest(domain.Domain.Uuid, domain.Domain.MaximumKib!.Value, clock.Now, RequestOrigin.Release) { AskedBy = by }));
        await DecidedAsync(answers, cancellation);
        var decisions = asked.Zip(answers).ToDictionary(each => each.First.Domain.Uuid, each => each.Second.IsCompletedSuccessfully ? each.Second.Result : NotYet);
        return [.. released.Select(domain => domain with { Decision = decisions.GetValueOrDefault(domain.Domain.Uuid) }).OrderBy(domain => domain.Domain.Name, StringComparer.Ordinal)];
    }

    private static Decision NotYet => new() { Verdict = Verdict.Pending, Reason = DecisionReason.InProgress };

    private async Task DecidedAsync(IReadOnlyList<Task<Decision>> answers, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAll(answers).WaitAsync(Patience, time, cancellation);
        }
        catch (TimeoutException)
        {
            // Told of each that is not decided.
        }
    }

    private ReleasedDomain Of(DomainMemory domain)
    {
        var entry = ledger.Of(domain.Uuid);
        return new ReleasedDomain(domain, entry.InForceKib(domain) ?? domain.CurrentKib, LoweredByOperator.Lowered(domain, entry, options.Limits));
    }
}

/// <summary>What became of one domain. Sizes are KiB.</summary>
/// <param name="Domain">The domain before.</param>
/// <param name="HadKib">The target that was in force, or the balloon's size; null when unknown.</param>
/// <param name="IsLowered">Whether only its operator can have lowered it: that is left as it is.</param>
internal sealed record ReleasedDomain(DomainMemory Domain, long? HadKib, bool IsLowered)
{
    /// <summary>The decision; null when there was nothing to give back.</summary>
    public Decision? Decision { get; init; }

    /// <summary>What it has now, or is about to have.</summary>
    public long? HasKib => Decision is { Verdict: Verdict.Applied, ToKib: { } toKib } ? toKib : HadKib;

    /// <summary>What it still lacks of what it was sold.</summary>
    public long MissingKib => Domain.MaximumKib is { } maximumKib && HasKib is { } hasKib ? Math.Max(0, maximumKib - hasKib) : 0;
}
