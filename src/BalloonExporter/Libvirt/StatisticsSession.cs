using System.Runtime.CompilerServices;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>A read-only session for the statistics of some domains: the call that a frozen QEMU can block.</summary>
internal sealed class StatisticsSession(string uri, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    private readonly ConditionalWeakTable<LibvirtConnection, DomainHandles> _handles = [];

    /// <summary>States and balloon statistics of some domains in one call; those that are gone are missing.</summary>
    /// <param name="slice">All domains of this session: their handles are kept.</param>
    /// <param name="uuids">Those of them to read.</param>
    /// <param name="deadline">How long the caller waits.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="TimeoutException">The call did not return in time.</exception>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public Task<IReadOnlyList<DomainStats>> ReadAsync(
        IReadOnlyCollection<Guid> slice, IReadOnlyCollection<Guid> uuids, TimeSpan deadline, CancellationToken cancellation) =>
        ReadAsync(handles => handles.Of(slice, uuids), deadline, cancellation);

    /// <summary>The same for some of the domains that were read last.</summary>
    public Task<IReadOnlyList<DomainStats>> ReadAgainAsync(IReadOnlyCollection<Guid> uuids, TimeSpan deadline, CancellationToken cancellation) =>
        ReadAsync(handles => handles.Known(uuids), deadline, cancellation);

    private Task<IReadOnlyList<DomainStats>> ReadAsync(
        Func<DomainHandles, IReadOnlyCollection<LibvirtDomain>> find, TimeSpan deadline, CancellationToken cancellation) =>
        CallAsync(
            connection =>
            {
                var domains = _handles.TryGetValue(connection, out var handles) ? find(handles) : [];
                // libvirt treats an empty list as an error.
                return domains.Count == 0 ? [] : connection.GetDomainStats(domains, DomainStatsGroups.State | DomainStatsGroups.Balloon, DomainStatsFlags.NoWait);
            },
            deadline,
            cancellation);

    protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(uri);

    protected override void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
        var handles = new DomainHandles(connection);
        _handles.Add(connection, handles);
        attached.Add(handles);
    }
}
