using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;

namespace BalloonExporter.Core.Tests.Replays;

/// <summary>A simulated host under our own decisions.</summary>
internal static class Hour
{
    /// <summary>Lets it run.</summary>
    /// <param name="host">The host.</param>
    /// <param name="ours">The exporter; null while there is none.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="each">What is looked at each second.</param>
    public static void Run(SimulatedHost host, IController? ours, int seconds, Action? each = null)
    {
        for (var second = 0; second < seconds; second++)
        {
            host.Pass(() => ours?.ActWithin(host));
            ours?.Act(host);
            each?.Invoke();
        }
    }
}
