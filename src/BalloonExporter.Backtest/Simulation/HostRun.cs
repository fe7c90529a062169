using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Planning;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Backtest.Simulation;

/// <summary>Runs one host over the time of a history.</summary>
public sealed class HostRun
{
    private readonly HostTrace _trace;
    private readonly SimulationSetup _setup;
    private readonly SimulatedHost _host;
    private readonly ActMode? _act;
    private readonly Pace _pace;
    private readonly HostCourse _course;
    private readonly Drawn<HostSample> _probes;
    private double _reclaimedKibSeconds;
    private double _hindsightKibSeconds;
    private double _countedSeconds;

    private HostRun(HostTrace trace, SimulationSetup setup, int seed)
    {
        (_trace, _setup) = (trace, setup);
        _host = new SimulatedHost(trace, setup, seed);
        _act = setup.Acts ? new ActMode(setup.Limits) : null;
        _pace = new Pace(setup.Limits);
        _course = new HostCourse(setup.Seconds, trace.Servers.Count);
        _probes = new Drawn<HostSample>(setup.ProbesPerHost, new Random(~seed));
    }

    /// <summary>Simulates the host.</summary>
    /// <param name="trace">The host with its servers.</param>
    /// <param name="setup">What all hosts share.</param>
    /// <param name="seed">Of its bursts.</param>
    /// <param name="passed">Called with the seconds that have passed since the last call.</param>
    /// <param name="cancellation">Ends it.</param>
    public static HostFigures Of(HostTrace trace, SimulationSetup setup, int seed, Action<double> passed, CancellationToken cancellation)
    {
        var run = new HostRun(trace, setup, seed);
        while (run._host.Second < setup.Seconds)
        {
            cancellation.ThrowIfCancellationRequested();
            passed(run.Round());
        }

        return run.Figures();
    }

    private double Round()
    {
        var from = _host.Second;
        foreach (var server in _host.Servers)
        {
            if (server.Follow(from, _host.Now))
                _act?.Forget(server);
        }

        var movesBefore = _act?.Moves ?? 0;
        var urgency = _act?.Act(_host) ?? Urgency.None;
        if (_act?.Scrape is { } scrape)
            _probes.Add(scrape);
        var seconds = Math.Min(_pace.Next(_host, urgency), _setup.Seconds - from);
        var underBefore = _host.Servers.Sum(server => server.UnderDemandSeconds);
        var attainableKib = AttainableKib(from, from + seconds);
        _host.Pass(seconds);
        var reclaimedKib = Math.Min(attainableKib, _host.Running.Sum(server => server.MaximumKib - server.CurrentKib));
        if (from >= _setup.WarmUpSeconds)
        {
            _countedSeconds += seconds;
            _reclaimedKibSeconds += reclaimedKib * seconds;
            _hindsightKibSeconds += attainableKib * seconds;
        }

        _course.Add(from, seconds, new CourseStep(
            reclaimedKib, attainableKib, (_act?.Moves ?? 0) - movesBefore, _host.Servers.Sum(server => server.UnderDemandSeconds) - underBefore, _act?.Level ?? HostLevel.Hold));
        for (var index = 0; index < _host.Servers.Count; index++)
        {
            var server = _host.Servers[index];
            if (server.Runs)
                _course.AddServer(index, from, seconds, ((float)server.Need.MostKib(from, from + seconds), server.CurrentKib));
        }

        return seconds;
    }

    // What is missing to the plan's goal when all memory is touched; but no server gives what it needs meanwhile, nor goes below its floor.
    private double AttainableKib(double from, double to)
    {
        var (soldKib, idleKib) = (0L, 0.0);
        foreach (var server in _host.Running)
        {
            soldKib += server.MaximumKib;
            idleKib += Math.Max(0, server.MaximumKib - Math.Max(FloorKib(server.MaximumKib, _setup.Limits), server.Need.MostKib(from, to)));
        }

        var missingKib = soldKib + _host.OthersKib - (_host.TotalKib * (1 - _setup.Limits.Planner.GoalRatio));
        return Math.Clamp(missingKib, 0, idleKib);
    }

    private static long FloorKib(long maximumKib, Limits limits) =>
        Math.Min(maximumKib, Math.Max(limits.MinimumFloorKib, limits.FloorKib ?? (long)(maximumKib * limits.FloorShare)));

    private HostFigures Figures() => new()
    {
        Host = _trace,
        ServerSeconds = _host.Servers.Sum(server => server.RunSeconds),
        CountedSeconds = _countedSeconds,
        ReclaimedKibSeconds = _reclaimedKibSeconds,
        HindsightKibSeconds = _hindsightKibSeconds,
        Moves = _act?.Moves ?? 0,
        Rescues = _act?.Rescues ?? 0,
        SwappingSeconds = _host.SwappingSeconds,
        SwappedKibSeconds = _host.SwappedKibSeconds,
        Servers = [.. _host.Servers.Select(server => new ServerFigures
        {
            Server = server.Trace,
            UnderDemandSeconds = server.UnderDemandSeconds,
            Kills = server.Kills,
            HostKills = server.HostKills,
            NeverMoved = FloorKib(server.MaximumKib, _setup.Limits) >= server.MaximumKib,
        })],
        Course = _course,
        Probes = _probes.Items,
    };
}
