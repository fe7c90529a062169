using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>Moves nothing: what happens without any controller.</summary>
public sealed class Nobody : IController
{
    public void Act(SimulatedHost host)
    {
    }
}
