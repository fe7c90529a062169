using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>Moves nothing.</summary>
public sealed class Nobody : IController
{
    public void Act(SimulatedHost host)
    {
        // That is the point.
    }
}
