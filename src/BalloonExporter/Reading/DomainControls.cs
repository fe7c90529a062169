using System.Runtime.CompilerServices;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Reading;

/// <summary>
/// Asks whether monitors are free. That does not use the monitor, but takes a call per domain: a domain whose monitor has just answered
/// is free and is not asked.
/// </summary>
/// <remarks>Callers with the same snapshot share one question, so that the load of libvirt does not depend on the number of scrapers.</remarks>
internal sealed class DomainControls(IHypervisors hypervisors)
{
    // No monitor is used: a daemon that takes longer is blocked.
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(1);

    private readonly ConditionalWeakTable<HostSnapshot, Task<IReadOnlyDictionary<Guid, DomainControl>>> _questions = [];

    /// <summary>Sets the answer in each domain that has a monitor.</summary>
    /// <param name="snapshot">The snapshot that the domains are from.</param>
    /// <param name="domains">The domains to complete.</param>
    /// <param name="patience">How long the caller waits for libvirt.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">Some domains could not be asked in time; the others have their answer.</exception>
    public async Task AddAsync(HostSnapshot snapshot, DomainMemory[] domains, TimeSpan patience, CancellationToken cancellation)
    {
        for (var index = 0; index < domains.Length; index++)
        {
            if (HasMonitor(domains[index]) && domains[index].MonitorAnswered)
                domains[index] = domains[index] with { Control = DomainControl.Ok };
        }

        var silent = snapshot.Domains.Where(domain => HasMonitor(domain) && !domain.MonitorAnswered).Select(domain => domain.Uuid).ToList();
        if (silent.Count == 0)
            return;
        if (patience <= TimeSpan.Zero)
            throw new TimeoutException("no time left to check the monitors that had not answered");
        var answers = await _questions.GetValue(snapshot, _ => AskAsync(silent)).WaitAsync(patience, cancellation);
        for (var index = 0; index < domains.Length; index++)
        {
            if (answers.TryGetValue(domains[index].Uuid, out var control))
                domains[index] = domains[index] with { Control = control };
        }
    }

    // Containers have no monitor; excluded domains are not shown.
    private static bool HasMonitor(DomainMemory domain) => !domain.Excluded && domain.Facts.Balloon != BalloonCapability.None;

    private async Task<IReadOnlyDictionary<Guid, DomainControl>> AskAsync(List<Guid> uuids)
    {
        var answers = await Task.WhenAll(hypervisors.All.Select(hypervisor => hypervisor.ControlsAsync(uuids, CallDeadline, CancellationToken.None)));
        var controls = new Dictionary<Guid, DomainControl>();
        // A UUID is one domain, whatever hypervisors list it.
        foreach (var (uuid, control) in answers.SelectMany(answer => answer))
            controls.TryAdd(uuid, control);
        return controls;
    }
}
