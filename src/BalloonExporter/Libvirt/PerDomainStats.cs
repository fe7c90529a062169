using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Reads domains with one call each, for drivers without bulk statistics: LXC, test. They have no monitor that could hang.</summary>
internal static class PerDomainStats
{
    /// <summary>States of all domains.</summary>
    public static IReadOnlyList<DomainStats> States(LibvirtConnection connection)
    {
        var states = new List<DomainStats>();
        foreach (var domain in connection.ListDomains())
        {
            using (domain)
            {
                if (TryRead(domain, each => each.GetInfo()) is { } info)
                    states.Add(new DomainStats(domain.Uuid, domain.Name) { State = new DomainStateStats(info.State, null) });
            }
        }

        return states;
    }

    /// <summary>Substitute for balloon statistics: current, maximum, resident memory, and other values of the driver.</summary>
    public static IReadOnlyList<DomainStats> Balloons(LibvirtConnection connection, IEnumerable<Guid> uuids)
    {
        var balloons = new List<DomainStats>();
        foreach (var uuid in uuids)
        {
            using var domain = connection.FindDomain(uuid);
            if (domain is null || TryRead(domain, each => each.GetInfo()) is not { } info)
                continue;
            balloons.Add(new DomainStats(uuid, domain.Name) { Balloon = Balloon(info, TryRead(domain, each => each.GetMemoryStats())) });
        }

        return balloons;
    }

    /// <summary>Combines the results of two calls into balloon statistics.</summary>
    internal static BalloonStats Balloon(DomainInfo info, BalloonStats? memory) => (memory ?? new BalloonStats()) with
    {
        CurrentKib = memory?.CurrentKib ?? info.CurrentKib,
        MaximumKib = info.MaximumKib,
    };

    // If a domain ends between the calls, or the driver lacks one, only this value is missing.
    private static T? TryRead<T>(LibvirtDomain domain, Func<LibvirtDomain, T> read)
        where T : class
    {
        try
        {
            return read(domain);
        }
        catch (LibvirtException exception) when (exception.Code.Known is LibvirtErrorCode.NoDomain or LibvirtErrorCode.NoSupport or LibvirtErrorCode.OperationInvalid)
        {
            return null;
        }
    }
}
