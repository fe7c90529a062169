using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Policy;
using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Trace;

/// <summary>The figures of one host over the time of a trace.</summary>
public sealed record HostMonth
{
    // The share of the host that is to stay available, as in the plan.
    private const double Goal = 0.12;
    private const double Fitting = 0.92;
    private const int WarmUpSeconds = 12 * 3600;
    private const int WindowSeconds = 300;
    private const double OthersShare = 1.0 / 32;

    public required int Servers { get; init; }

    public required double ServerSeconds { get; init; }

    /// <summary>Whether at no moment more than 92 % of the host was needed.</summary>
    public required bool Fits { get; init; }

    /// <summary>Whether that is so when each server keeps its floor besides.</summary>
    public required bool FloorsFit { get; init; }

    public required double ReclaimedKibSeconds { get; init; }

    /// <summary>What perfect hindsight would have reclaimed, KiB·s.</summary>
    public required double HindsightKibSeconds { get; init; }

    public required double UnderDemandSeconds { get; init; }

    public required int Kills { get; init; }

    public required int HostKills { get; init; }

    public required int Commands { get; init; }

    public required double HostSwapKibSeconds { get; init; }

    public required double RereadKib { get; init; }

    /// <summary>Simulates the host.</summary>
    public static HostMonth Of(IReadOnlyList<ServerTrace> servers, TraceSetup setup, int seed)
    {
        var random = new Random(seed);
        var loads = servers.Select(server => new TraceLoad(server, setup.StepSeconds, setup.Seconds, random)).ToList();
        var scenario = setup.Scenario with
        {
            Guests = servers.Count,
            GuestKib = number => servers[number].MaximumKib,
            OthersKib = _ => (long)(setup.Scenario.HostKib * OthersShare),
            Load = (_, number, _) => loads[number],
        };
        var host = scenario.Build(seed);
        var controller = setup.Controller.Make(scenario, setup.PlanDelay);
        var limits = new Limits { FloorShare = setup.Scenario.FloorShare };
        var (reclaimed, hindsight, attainableKib, mostOwedKib, window) = (0.0, 0.0, 0L, 0L, -1);
        while (host.Second < setup.Seconds)
        {
            var before = host.Second;
            Pace.Pass(host, controller);
            mostOwedKib = Math.Max(mostOwedKib, host.OthersKib + host.Guests.Sum(guest => Math.Max(guest.NeededKib, FloorKib(guest, limits))));
            if (host.Second < WarmUpSeconds)
                continue;
            if (host.Second / WindowSeconds is var current && current != window)
                (window, attainableKib) = (current, AttainableKib(host, loads, limits));
            hindsight += attainableKib * (double)(host.Second - before);
            reclaimed += Math.Min(attainableKib, host.Guests.Sum(guest => guest.MaximumKib - guest.CurrentKib)) * (double)(host.Second - before);
        }

        return new HostMonth
        {
            Servers = servers.Count,
            ServerSeconds = (double)servers.Count * host.Second,
            Fits = host.MostNeededKib <= host.TotalKib * Fitting,
            FloorsFit = mostOwedKib <= host.TotalKib * Fitting,
            ReclaimedKibSeconds = reclaimed,
            HindsightKibSeconds = hindsight,
            UnderDemandSeconds = host.Guests.Sum(guest => guest.Toll.UnderDemandSeconds),
            Kills = host.Guests.Sum(guest => guest.Toll.Kills),
            HostKills = host.Guests.Sum(guest => guest.Toll.HostKills),
            Commands = host.Commands,
            HostSwapKibSeconds = host.SwappedKibSeconds,
            RereadKib = host.Guests.Sum(guest => guest.RereadKib),
        };
    }

    // What is missing to the goal when all guests have touched all of their memory. No guest gives what it needs within five minutes, nor goes below its floor.
    private static long AttainableKib(SimulatedHost host, List<TraceLoad> loads, Limits limits)
    {
        var (from, to) = (host.Tenth, host.Tenth + (WindowSeconds * 10));
        var idleKib = host.Guests.Zip(loads).Sum(each =>
        {
            var (guest, load) = each;
            return Math.Max(0, guest.MaximumKib - Math.Max(FloorKib(guest, limits), guest.KernelKib + load.MostWantedKib(from, to)));
        });
        var missingKib = host.Guests.Sum(guest => guest.MaximumKib) + host.OthersKib - (long)(host.TotalKib * (1 - Goal));
        return Math.Clamp(missingKib, 0, idleKib);
    }

    private static long FloorKib(SimulatedGuest guest, Limits limits) => Math.Max(limits.MinimumFloorKib, (long)(guest.MaximumKib * limits.FloorShare));
}
