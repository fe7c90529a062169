using System.Collections.Concurrent;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Who was asked for a sample.</summary>
internal sealed class FakeSampleDemand : ISampleDemand
{
    public ConcurrentQueue<Guid> Asked { get; } = new();

    public bool Ask(Guid uuid)
    {
        Asked.Enqueue(uuid);
        return true;
    }
}
