using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>Something that moves balloons.</summary>
public interface IController
{
    /// <summary>Times it gave a guest memory because the guest could not wait.</summary>
    int Rescues => 0;

    /// <summary>Does what it does in this second.</summary>
    void Act(SimulatedHost host);

    /// <summary>Does what it does within a second: called at each tenth that is no whole second.</summary>
    void ActWithin(SimulatedHost host)
    {
    }
}
