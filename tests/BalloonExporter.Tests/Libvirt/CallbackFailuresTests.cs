using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Libvirt;
using BalloonExporter.Tests.Fakes;
using LibvirtSharp;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>With libvirt's own test driver, whose events come over the real event loop. What they throw all exporters of the process hear: these tests run alone.</summary>
[CollectionDefinition(nameof(CallbackFailuresTests), DisableParallelization = true)]
[Collection(nameof(CallbackFailuresTests))]
[Trait("needs", "debian")]
public sealed class CallbackFailuresTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly Guid Uuid = Snapshots.Uuid(1);

    private readonly string _node = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.xml");
    private readonly FakeTimeProvider _time = new(Snapshots.Noon);
    private readonly RecordingLogger<CallbackFailures> _log = new();
    private readonly Tracked _tracked;
    private readonly CallbackFailures _failures;
    private readonly LibvirtConnection _connection;

    public CallbackFailuresTests()
    {
        Assert.Null(LibvirtLibrary.TryLoad());
        var clock = new SteadyClock(_time);
        _tracked = new Tracked(_time);
        _failures = new CallbackFailures(_tracked.Events, clock, _time, _log);
        // A host of its own: other tests look at the default one.
        File.WriteAllText(_node, "<node><domain type='test'><name>own</name><memory>8388608</memory><os><type>hvm</type></os></domain></node>");
        _connection = LibvirtConnection.Open($"test://{_node}");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _failures.Dispose();
        File.Delete(_node);
    }

    [Fact]
    public async Task An_exception_in_an_event_handler_is_counted_and_logged()
    {
        using var subscription = _connection.SubscribeLifecycle(_ => throw new InvalidOperationException("cannot be taken in"));

        await RaiseAsync();

        var line = _log.Entries[0];
        Assert.Equal((LogLevel.Error, "cannot be taken in"), (line.Level, line.Exception!.Message));
        Assert.Equal(1L, line.Fields["times"]);
    }

    [Fact]
    public async Task After_a_lost_event_the_facts_are_read_again()
    {
        _tracked.Facts.Remember(Uuid, "guest1", Snapshots.Domain(1).Facts);
        using var subscription = _connection.SubscribeLifecycle(_ => throw new InvalidOperationException("cannot be taken in"));

        await RaiseAsync();
        Assert.NotNull(_tracked.Facts.Of(Uuid));
        _time.Advance(CallbackFailures.Gathering);

        Assert.Null(_tracked.Facts.Of(Uuid));
    }

    [Fact]
    public async Task One_that_lasts_is_logged_once_a_minute_with_how_often_it_happened()
    {
        using var subscription = _connection.SubscribeLifecycle(_ => throw new InvalidOperationException("cannot be taken in"));

        for (var round = 0; round < 3; round++)
            await RaiseAsync();
        Assert.Single(_log.Entries);
        var before = _failures.Count;
        _time.Advance(CallbackFailures.LogPeriod);
        await RaiseAsync();

        Assert.Equal(2, _log.Entries.Count(entry => entry.Fields.ContainsKey("times")));
        Assert.Equal(before, (long)_log.Entries[^1].Fields["times"]!);
    }

    [Fact]
    public async Task The_program_counts_them()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddExporter(TestOptions.Observe);
        await using var provider = services.BuildServiceProvider();
        var health = provider.GetRequiredService<IConnectionHealth>();
        using var subscription = _connection.SubscribeLifecycle(_ => throw new InvalidOperationException("cannot be taken in"));

        await RaiseAsync();

        Assert.True(health.CallbackErrors > 0);
    }

    // A suspended domain tells it once; resumed, it is as it was, and tells it again.
    private async Task RaiseAsync()
    {
        var before = _failures.Count;
        using (var domain = _connection.ListDomains()[0])
        {
            domain.Suspend();
            domain.Resume();
        }

        var deadline = TimeProvider.System.GetTimestamp();
        while (_failures.Count < before + 2)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < Limit, $"{_failures.Count - before} failures reported");
            await Task.Delay(5);
        }
    }
}
