using System.Threading.Channels;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Fakes;

/// <summary>The host's memory as the test says; the loop looks only when the test says so.</summary>
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

    public void Wake() => _looks.Writer.TryWrite(true);

    /// <summary>Lets the loop look once, and waits until it has.</summary>
    public async Task LookAsync()
    {
        await _waits.Reader.ReadAsync();
        _looks.Writer.TryWrite(true);
        await _waits.Reader.WaitToReadAsync();
    }

    /// <summary>Forgets the waits for a look so far.</summary>
    public void ForgetWaits()
    {
        while (_waits.Reader.TryRead(out _))
        {
            // One wait less.
        }
    }
}
