using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>State of the connections to libvirt since the start.</summary>
public interface IConnectionHealth
{
    /// <summary>Number of reconnects.</summary>
    long Reconnects { get; }

    /// <summary>Calls abandoned at their deadline that have not returned yet.</summary>
    long AbandonedCalls { get; }

    /// <summary>libvirt events whose handling failed.</summary>
    long CallbackErrors { get; }

    /// <summary>Calls that ask the monitor of a domain; one for each domain of a call.</summary>
    long MonitorCalls(MonitorCall kind);
}
