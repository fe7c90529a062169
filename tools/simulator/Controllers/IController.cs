using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>Somebody who moves balloons.</summary>
public interface IController
{
    /// <summary>Does what it does in this second.</summary>
    void Act(SimulatedHost host);
}
