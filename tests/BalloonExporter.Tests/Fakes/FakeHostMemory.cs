using System.Threading.Channels;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>The host's memory as the test says; nobody looks before the test does.</summary>
internal sealed class FakeHostMemory : IHostMemoryReader
{
    private readonly Channel<bool> _looks = Channel.CreateUnbounded<bool>();
    private readonly Channel<bool> _waits = Channel.CreateUnbounded<bool>();

    public HostMemory? Memory { get; set; } = Snapshots.Memory;

    public HostMemory? Read(IEnumerable<Guid> active) => Memory;

    public async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellation)
    {
        _waits.Writer.TryWrite(true);
        return await _looks.Reader.ReadAsync(cancellation);
    }

    /// <summary>Has somebody look once, and waits until that is done.</summary>
    public async Task LookAsync()
    {
        await _waits.Reader.ReadAsync();
        _looks.Writer.TryWrite(true);
        await _waits.Reader.WaitToReadAsync();
    }

    /// <summary>Whoever waited for a look so far waits no more.</summary>
    public void ForgetWaits()
    {
        while (_waits.Reader.TryRead(out _))
        {
            // One wait less.
        }
    }
}
