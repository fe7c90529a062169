using BalloonExporter.Domains;

namespace BalloonExporter.Hypervisor;

/// <summary>Both sessions together.</summary>
internal sealed class ConnectionHealth(ReadSession read, WriteSession write) : IConnectionHealth
{
    public long Reconnects => read.Reconnects + write.Reconnects;

    public long AbandonedCalls => read.AbandonedCalls + write.AbandonedCalls;
}
