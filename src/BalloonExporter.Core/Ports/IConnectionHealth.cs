namespace BalloonExporter.Core.Ports;

/// <summary>How the connections to libvirt fared since the start.</summary>
public interface IConnectionHealth
{
    /// <summary>Connections opened after the first one.</summary>
    long Reconnects { get; }

    /// <summary>Calls given up at their deadline that have not returned yet.</summary>
    long AbandonedCalls { get; }

    /// <summary>Events of libvirt that could not be taken in.</summary>
    long CallbackErrors { get; }
}
