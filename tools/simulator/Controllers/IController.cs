using BalloonExporter.Simulator.World;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>Moves the balloons of a host.</summary>
public interface IController
{
    /// <summary>Times it gave a guest memory at once because the guest was about to run out.</summary>
    int Rescues => 0;

    /// <summary>Acts; called once each second.</summary>
    void Act(SimulatedHost host);

    /// <summary>Acts within a second; called at each tenth of a second that is not a whole second.</summary>
    void ActWithin(SimulatedHost host)
    {
    }
}
