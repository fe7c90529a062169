using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Counts what is taken in, and does with it what the test says.</summary>
internal sealed class FakeSubscriber : ISnapshotSubscriber
{
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    public Action<HostSnapshot> Takes { get; set; } = _ => { };

    public void TakeIn(HostSnapshot snapshot)
    {
        Interlocked.Increment(ref _taken);
        Takes(snapshot);
    }
}
