using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Core.Ledger;

/// <content>What would have come of steps that were computed and not made (observe mode): each moves a virtual balloon once.</content>
public sealed partial class MovementLedger
{
    // A look later than this tells nothing of the time before it.
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30);

    private readonly Dictionary<Guid, (long Kib, Moment SeenAt)> _virtual = [];
    private TimeSpan _atRisk;

    /// <summary>Time in which virtual balloons lay below the demand then seen, all domains added up.</summary>
    public TimeSpan AtRisk
    {
        get
        {
            lock (_lock)
                return _atRisk;
        }
    }

    /// <summary>Records a target that act mode would have set.</summary>
    public void Imagine(Guid uuid, long toKib, Moment at)
    {
        lock (_lock)
            _virtual[uuid] = (toKib, at);
    }

    private void ObserveVirtual(DomainMemory domain, Moment at, Limits limits)
    {
        if (!_virtual.TryGetValue(domain.Uuid, out var balloon) || at <= balloon.SeenAt)
            return;
        if (EffectivePolicy.Of(domain, limits) is not { } policy || Demand.Of(domain, policy, limits) is not { } demand || demand.NeedKib <= balloon.Kib)
        {
            _virtual[domain.Uuid] = balloon with { SeenAt = at };
            return;
        }

        _atRisk += at - balloon.SeenAt < LongestLook ? at - balloon.SeenAt : TimeSpan.Zero;
        // In act mode a reflex would have given what is missing by now.
        _virtual[domain.Uuid] = (demand.NeedKib, at);
    }
}
