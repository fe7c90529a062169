using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using LibvirtSharp;
using DomainState = BalloonExporter.Core.Model.DomainState;

namespace BalloonExporter.Libvirt;

/// <summary>One hypervisor behind libvirt, for the reading of the host.</summary>
internal sealed class LibvirtHypervisor(HypervisorReader reader) : IHypervisor
{
    public HypervisorReading Begin(Func<Guid, DomainState, DomainMemory?>? known, TimeSpan deadline, CancellationToken cancellation)
    {
        var progress = new ReadProgress(known);
        return new HypervisorReading(
            AnswerAsync(reader.ReadAsync(progress, deadline, cancellation)), progress.Listed, () => reader.SoFar(progress) is { } read ? AnswerOf(read) : null);
    }

    public Task<HypervisorAnswer> ReadSomeAsync(IReadOnlySet<Guid> only, TimeSpan deadline, CancellationToken cancellation) =>
        AnswerAsync(reader.ReadSomeAsync(only, deadline, cancellation));

    public Task<HypervisorAnswer> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation) =>
        AnswerAsync(reader.ReadOneAsync(uuid, deadline, cancellation));

    public Task<bool> AnswersAsync(TimeSpan deadline, CancellationToken cancellation) => reader.AnswersAsync(deadline, cancellation);

    public Task<IReadOnlyList<DomainMemory>> WithJobsAsync(
        IReadOnlyList<DomainMemory> domains, IReadOnlySet<Guid> askFor, TimeSpan deadline, CancellationToken cancellation) =>
        reader.WithJobsAsync(domains, askFor, deadline, cancellation);

    // One call for each domain, on one connection.
    public Task<IReadOnlyDictionary<Guid, DomainControl>> ControlsAsync(IReadOnlyList<Guid> uuids, TimeSpan deadline, CancellationToken cancellation) =>
        reader.AskAsync<IReadOnlyDictionary<Guid, DomainControl>>(connection => Controls(connection, uuids), deadline, cancellation);

    internal static DomainControl ControlOf(DomainControlInfo info) => new(
        info.State.Raw,
        info.State.Known switch
        {
            DomainControlState.Ok => TimeSpan.Zero,
            DomainControlState.Job or DomainControlState.Occupied => TimeSpan.FromMilliseconds(info.StateTimeMilliseconds),
            _ => null,
        });

    private static async Task<HypervisorAnswer> AnswerAsync(Task<HypervisorRead> read) => AnswerOf(await read);

    private static HypervisorAnswer AnswerOf(HypervisorRead read) => new(read.ReadAt, read.Domains) { Info = read.Info, IsOldList = read.IsOldList };

    private static Dictionary<Guid, DomainControl> Controls(LibvirtConnection connection, IReadOnlyList<Guid> uuids)
    {
        var controls = new Dictionary<Guid, DomainControl>();
        foreach (var uuid in uuids)
        {
            if (ControlOf(connection, uuid) is { } control)
                controls[uuid] = control;
        }

        return controls;
    }

    private static DomainControl? ControlOf(LibvirtConnection connection, Guid uuid)
    {
        try
        {
            using var domain = connection.FindDomain(uuid);
            return domain is null ? null : ControlOf(domain.GetControlInfo());
        }
        catch (LibvirtException) when (connection.IsAlive)
        {
            // The domain is gone, or its driver has no monitors.
            return null;
        }
    }
}
