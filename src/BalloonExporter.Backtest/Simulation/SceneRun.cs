namespace BalloonExporter.Backtest.Simulation;

/// <summary>All hosts of a scene, with and without act mode.</summary>
/// <param name="Scene">The servers on their hosts.</param>
/// <param name="With">What came of each host in act mode.</param>
/// <param name="Without">What comes of it when nothing is moved.</param>
public sealed record SceneRun(Scene Scene, IReadOnlyList<HostFigures> With, IReadOnlyList<HostFigures> Without)
{
    /// <summary>Simulates all hosts, as many at once as there are processors.</summary>
    /// <param name="scene">The servers on their hosts.</param>
    /// <param name="setup">What all hosts share.</param>
    /// <param name="seed">Of the bursts.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static SceneRun Of(Scene scene, SimulationSetup setup, int seed, RunProgress progress, CancellationToken cancellation)
    {
        var (with, without) = (new HostFigures[scene.Hosts.Count], new HostFigures[scene.Hosts.Count]);
        progress.Expect(2.0 * setup.Seconds * scene.Hosts.Count);
        Parallel.For(0, scene.Hosts.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, index =>
        {
            var ofHost = unchecked((seed * 1000) + index);
            with[index] = HostRun.Of(scene.Hosts[index], setup, ofHost, progress.Add, cancellation);
            without[index] = HostRun.Of(scene.Hosts[index], setup with { Acts = false }, ofHost, progress.Add, cancellation);
        });
        return new SceneRun(scene, with, without);
    }
}
