using LibvirtSharp.Native;

namespace LibvirtSharp;

public sealed partial class LibvirtConnection
{
    /// <summary>
    /// Statistics of all domains in one call
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetAllDomainStats">virConnectGetAllDomainStats</see>).
    /// </summary>
    /// <param name="groups">What to read.</param>
    /// <param name="flags">Of which domains; <see cref="DomainStatsFlags.NoWait"/> for only what can be had at once.</param>
    public unsafe IReadOnlyList<DomainStats> GetAllDomainStats(DomainStatsGroups groups, DomainStatsFlags flags = 0)
    {
        NativeDomainStatsRecord** records = null;
        var count = Check.ThrowIfNegative(VirConnect.GetAllDomainStats(Handle, (uint)groups, out records, (uint)flags));
        return StatsRecords.TakeAll(records, count);
    }

    /// <summary>
    /// Statistics of some domains in one call
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainListGetStats">virDomainListGetStats</see>). A domain
    /// that has
    /// vanished is missing in the answer, without an error; so the order of the answer means nothing.
    /// </summary>
    /// <param name="domains">Domains of this connection.</param>
    /// <param name="groups">What to read.</param>
    /// <param name="flags"><see cref="DomainStatsFlags.NoWait"/> and the like; the filters by kind of domain are not allowed here.</param>
    /// <exception cref="ArgumentException">A domain belongs to another connection.</exception>
    public unsafe IReadOnlyList<DomainStats> GetDomainStats(
        IReadOnlyCollection<LibvirtDomain> domains, DomainStatsGroups groups, DomainStatsFlags flags = 0)
    {
        ArgumentNullException.ThrowIfNull(domains);
        _ = Handle; // Throws when closed; the call itself only sees the domains.
        if (domains.Count == 0)
            return []; // libvirt refuses an empty list.

        var held = new List<DomainHandle>(domains.Count);
        try
        {
            var pointers = new nint[domains.Count + 1]; // The last stays null and ends the list.
            foreach (var domain in domains)
            {
                if (!domain.BelongsTo(_handle))
                    throw new ArgumentException("All domains must belong to this connection.", nameof(domains));
                var referenced = false;
                domain.Handle.DangerousAddRef(ref referenced);
                held.Add(domain.Handle);
                pointers[held.Count - 1] = domain.Handle.Pointer;
            }
            fixed (nint* first = pointers)
            {
                NativeDomainStatsRecord** records = null;
                var count = Check.ThrowIfNegative(VirDomain.ListGetStats(first, (uint)groups, out records, (uint)flags));
                return StatsRecords.TakeAll(records, count);
            }
        }
        finally
        {
            foreach (var handle in held)
                handle.DangerousRelease();
        }
    }
}
