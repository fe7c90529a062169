using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Proof;
using BalloonExporter.Options;
using BalloonExporter.State;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.State;

public sealed class ProofStoreTests : IDisposable
{
    private static readonly ProofEntry Some = new()
    {
        Since = Noon,
        Observed = TimeSpan.FromSeconds(1000.25),
        Unmet = TimeSpan.FromSeconds(2.5),
        BelowSold = TimeSpan.FromSeconds(600),
        LentKibSeconds = 1.5e12,
        BorrowedKibSeconds = 3,
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("balloon-proof-");
    private readonly RecordingMetrics _metrics = new();
    private readonly RecordingLogger<ProofStore> _log = new();
    private readonly FakeTimeProvider _time = new(Noon);

    private string File => Path.Combine(_folder.FullName, ProofStore.FileName);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_counted_outlasts_the_process()
    {
        await RunAsync(Proof((Uuid(1), Some), (Uuid(2), Some with { Unmet = TimeSpan.Zero })));

        var next = Proof();
        await RunAsync(next);

        Assert.Equal(Some, next.Of(Uuid(1)));
        Assert.Equal(TimeSpan.Zero, next.Of(Uuid(2))!.Unmet);
        Assert.Empty(_metrics.StateErrors);
        Assert.Empty(_log.Entries);
        Assert.False(System.IO.File.Exists(File + ".new"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"domains":[""")]
    [InlineData("""{"version":2,"domains":[]}""")]
    [InlineData("""{"version":1,"domains":[null]}""")]
    [InlineData("""{"version":1,"domains":[{"uuid":"00000000-0000-0000-0000-000000000001"}]}""")]
    [InlineData("""{"version":1,"domains":[{"uuid":"00000000-0000-0000-0000-000000000001","since":"2026-05-04T12:00:00+00:00","observedSeconds":-1,"unmetSeconds":0,"belowSoldSeconds":0,"lentKibSeconds":0,"borrowedKibSeconds":0}]}""")]
    [InlineData("""{"version":1,"domains":[{"uuid":"00000000-0000-0000-0000-000000000001","since":"2026-05-04T12:00:00+00:00","observedSeconds":0,"unmetSeconds":1e30,"belowSoldSeconds":0,"lentKibSeconds":0,"borrowedKibSeconds":0}]}""")]
    public async Task A_broken_file_starts_anew_and_says_so(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content);

        var proof = Proof();
        await RunAsync(proof);

        Assert.Empty(proof.Saved());
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("start anew", StringComparison.Ordinal));
        Assert.Equal([StateOperation.Read], _metrics.StateErrors);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_once()
    {
        _folder.Delete();
        await System.IO.File.WriteAllTextAsync(_folder.FullName, "");
        try
        {
            await RunAsync(Proof((Uuid(1), Some)), minutes: 3);

            Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("cannot be saved", StringComparison.Ordinal));
        }
        finally
        {
            System.IO.File.Delete(_folder.FullName);
            _folder.Create();
        }
    }

    [Fact]
    public async Task An_exporter_that_observes_saves_too_and_one_that_stands_by_does_not()
    {
        await RunAsync(Proof((Uuid(1), Some)), role: new ActingRole());
        Assert.False(System.IO.File.Exists(File));

        await RunAsync(Proof((Uuid(1), Some)), role: new ActingRole(), options: TestOptions.Observe);
        Assert.True(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task An_exporter_that_saw_no_domain_leaves_the_file_alone()
    {
        await RunAsync(Proof());

        Assert.False(System.IO.File.Exists(File));
    }

    private static ProofLedger Proof(params (Guid Uuid, ProofEntry Entry)[] entries)
    {
        var proof = new ProofLedger(new SteadyClock(new FakeTimeProvider(Noon)));
        proof.Restore(entries.ToDictionary(entry => entry.Uuid, entry => entry.Entry));
        return proof;
    }

    private async Task RunAsync(ProofLedger proof, int minutes = 1, ActingRole? role = null, ExporterOptions? options = null)
    {
        using var store = new ProofStore(proof, new StateFolder(_folder.FullName), _metrics, role ?? TestOptions.ActsNow(), options ?? TestOptions.Act, _time, _log);
        await store.StartAsync(CancellationToken.None);
        for (var minute = 0; minute < minutes; minute++)
            _time.Advance(TimeSpan.FromMinutes(1));
        await store.StopAsync(CancellationToken.None);
    }
}
