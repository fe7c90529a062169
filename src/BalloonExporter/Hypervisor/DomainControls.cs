using BalloonExporter.Domains;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>
/// Asks libvirt whether monitors are free. That needs no monitor, but a call per domain: so a domain whose monitor has just
/// answered is not asked, since it is known to be free.
/// </summary>
internal sealed class DomainControls(Hypervisors hypervisors)
{
    /// <summary>Puts the answer into each domain that has a monitor.</summary>
    /// <exception cref="TimeoutException">Some domains could not be asked in time; those that could have their answer.</exception>
    /// <exception cref="LibvirtException">The same, because libvirt refused.</exception>
    public async Task AddAsync(DomainMemory[] domains, TimeSpan deadline, CancellationToken cancellation)
    {
        var silent = new List<int>();
        for (var index = 0; index < domains.Length; index++)
        {
            // Containers have no monitor; who was left out is not shown.
            if (domains[index].Excluded || domains[index].Facts.Driver == "lxc")
                continue;
            if (domains[index].MonitorAnswered)
                domains[index] = domains[index] with { Control = DomainControl.Ok };
            else
                silent.Add(index);
        }

        if (silent.Count == 0)
            return;
        if (deadline <= TimeSpan.Zero)
            throw new TimeoutException("no time was left to look at the monitors that had not answered");
        var uuids = silent.ConvertAll(index => domains[index].Uuid);
        var answers = await Task.WhenAll(hypervisors.Readers.Select(reader =>
            reader.AskAsync(connection => uuids.ConvertAll(uuid => Ask(connection, uuid)), deadline, cancellation)));
        for (var number = 0; number < silent.Count; number++)
            domains[silent[number]] = domains[silent[number]] with { Control = answers.Select(answer => answer[number]).FirstOrDefault(answer => answer is not null) };
    }

    private static DomainControl? Ask(LibvirtConnection connection, Guid uuid)
    {
        try
        {
            using var domain = connection.FindDomain(uuid);
            return domain is null ? null : ControlOf(domain.GetControlInfo());
        }
        catch (LibvirtException) when (connection.IsAlive)
        {
            // Gone meanwhile, or of a driver that has no monitors.
            return null;
        }
    }

    internal static DomainControl ControlOf(DomainControlInfo info) => new(
        info.State.Raw,
        info.State.Known switch
        {
            DomainControlState.Ok => TimeSpan.Zero,
            DomainControlState.Job or DomainControlState.Occupied => TimeSpan.FromMilliseconds(info.StateTimeMilliseconds),
            _ => null,
        });
}
