using BalloonExporter.Core.Model;
using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>virtui: each guest by itself, every two seconds. Its minimum of 8 GiB is a setting; here it is the floor that all controllers have.</summary>
public sealed class Virtui() : Rival(everySeconds: 2)
{
    private readonly Dictionary<Guid, VirtuiRule> _rules = [];

    protected override void Decide(SimulatedHost host)
    {
        foreach (var guest in host.Guests)
        {
            if (!_rules.TryGetValue(guest.Uuid, out var rule))
                _rules[guest.Uuid] = rule = new VirtuiRule(host.Second);
            if (guest.IsDown)
                rule.NoteOff(host.Second);
            else if (rule.Decide(Reading(host, guest)) is { } target)
                Set(host, guest, Kib.FromBytes(target));
        }
    }

    private static VirtuiReading Reading(SimulatedHost host, SimulatedGuest guest)
    {
        var sample = LastSample(guest);
        return new VirtuiReading(Kib.ToBytes(FloorKib(guest)), Kib.ToBytes(guest.MaximumKib), Kib.ToBytes(guest.CurrentKib))
        {
            Memory = sample is { TotalKib: { } totalKib, UsableKib: { } usableKib } ? (Kib.ToBytes(totalKib), Kib.ToBytes(usableKib)) : null,
            SampledAt = sample is null ? 0 : (long)(sample.SampledAt - SimulatedHost.Start).TotalSeconds,
            Now = host.Second,
        };
    }
}
