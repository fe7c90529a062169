using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Ui;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Ui;

public sealed class HostLookTests
{
    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly FakeHostReader _reader = new();
    private readonly HostLook _look;

    public HostLookTests() => _look = new HostLook(new SharedReader(_reader, _time), status: null!, domains: null!, recent: null!, new ExporterOptions(), new SteadyClock(_time));

    [Fact]
    public async Task All_who_look_within_some_seconds_share_one_read()
    {
        var first = await _look.ReadAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(3));

        Assert.Same(first, await _look.ReadAsync(CancellationToken.None));
        Assert.Single(_reader.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        await _look.ReadAsync(CancellationToken.None);
        Assert.Equal(2, _reader.Asked.Count);
        GC.KeepAlive(first);
    }

    [Fact]
    public async Task A_change_and_a_libvirt_that_is_down_are_seen_at_once()
    {
        var first = await _look.ReadAsync(CancellationToken.None);
        _look.Forget();
        await _look.ReadAsync(CancellationToken.None);
        Assert.Equal(2, _reader.Asked.Count);

        _look.Forget();
        _reader.Reads(Snapshots.LibvirtDown());
        await _look.ReadAsync(CancellationToken.None);
        await _look.ReadAsync(CancellationToken.None);
        Assert.Equal(4, _reader.Asked.Count);
        GC.KeepAlive(first);
    }
}
