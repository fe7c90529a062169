using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.State;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.State;

public sealed class LedgerStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("balloon-state-");
    private readonly RecordingMetrics _metrics = new();
    private readonly RecordingLogger<LedgerStore> _log = new();
    private readonly List<LedgerStore> _stores = [];

    private string File => Path.Combine(_folder.FullName, "ledger.json");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var store in _stores)
        {
            // Its thread writes the last changes, which the folder has to be there for.
            await store.StopAsync(CancellationToken.None);
            store.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_taken_counts_for_the_next_process()
    {
        var ledger = new MovementLedger();
        var store = await StartAsync(ledger);
        Take(ledger);
        Assert.True(await store.SaveAsync(CancellationToken.None));

        var next = new MovementLedger();
        await StartAsync(next);

        Assert.Equal(GiB, next.RecentActivityOf(Uuid(1), Now, new Limits()).TakenKib);
        Assert.Equal(3 * GiB, next.Of(Uuid(1)).TargetKib);
        Assert.Contains(_log.Entries, entry => entry.Message.StartsWith("State of the last process restored", StringComparison.Ordinal));
        Assert.Empty(_metrics.StateErrors);
    }

    [Fact]
    public async Task A_guest_that_was_started_again_in_between_has_an_account_of_its_own()
    {
        var ledger = new MovementLedger();
        var store = await StartAsync(ledger);
        Take(ledger);
        await store.SaveAsync(CancellationToken.None);
        var next = new MovementLedger();
        await StartAsync(next);

        next.Began(Uuid(1), Now - TimeSpan.FromHours(1));
        Assert.Equal(GiB, next.RecentActivityOf(Uuid(1), Now, new Limits()).TakenKib);
        next.Began(Uuid(1), Now + TimeSpan.FromSeconds(1));

        Assert.Equal((0, 1), (next.RecentActivityOf(Uuid(1), Now, new Limits()).TakenKib, next.CountersOf(Uuid(1)).Moves.Values.Sum()));
    }

    [Fact]
    public async Task The_state_of_the_exporter_that_acted_replaces_what_the_one_standing_by_has_seen()
    {
        var standby = new MovementLedger();
        var waiting = await StartAsync(standby, role: new ActingRole());
        var limits = new Limits { InheritedMoveTime = TimeSpan.Zero };
        standby.Observe(Domain(1), Now - TimeSpan.FromSeconds(9), limits);
        standby.Observe(Domain(1, 3 * GiB), Now - TimeSpan.FromSeconds(5), limits);
        Assert.Equal(1, standby.CountersOf(Uuid(1)).ForeignMoves);
        var acting = new MovementLedger();
        var store = await StartAsync(acting);
        Take(acting);
        await store.SaveAsync(CancellationToken.None);

        waiting.Reread();

        Assert.Equal(GiB, standby.RecentActivityOf(Uuid(1), Now, new Limits()).TakenKib);
        Assert.Equal((3 * GiB, 0), (standby.Of(Uuid(1)).TargetKib, standby.CountersOf(Uuid(1)).ForeignMoves));
        Assert.Null(standby.Of(Uuid(1)).ForeignMoveAt);
    }

    [Fact]
    public async Task A_guest_that_began_after_the_other_exporters_last_word_keeps_nothing_of_it_but_the_counts()
    {
        var standby = new MovementLedger();
        var waiting = await StartAsync(standby, role: new ActingRole());
        var acting = new MovementLedger();
        var store = await StartAsync(acting);
        Take(acting);
        await store.SaveAsync(CancellationToken.None);
        standby.Began(Uuid(1), Now + TimeSpan.FromSeconds(1));

        waiting.Reread();

        Assert.Equal((0, 1), (standby.RecentActivityOf(Uuid(1), Now, new Limits()).TakenKib, standby.CountersOf(Uuid(1)).Moves.Values.Sum()));
    }

    [Fact]
    public async Task An_exporter_that_no_longer_acts_leaves_the_file_to_the_one_that_does()
    {
        var ledger = new MovementLedger();
        var role = TestOptions.ActsNow();
        var store = await StartAsync(ledger, role: role);
        Take(ledger);
        Assert.True(await store.SaveAsync(CancellationToken.None));
        role.Leave();
        System.IO.File.WriteAllText(File, "the other's");

        Take(ledger);
        await store.StopAsync(CancellationToken.None);

        Assert.Equal("the other's", System.IO.File.ReadAllText(File));
    }

    [Fact]
    public async Task What_is_given_and_what_is_seen_later_is_written_soon()
    {
        var ledger = new MovementLedger();
        var store = await StartAsync(ledger);
        Take(ledger);
        store.SaveSoon();
        await Until(() => System.IO.File.Exists(File));
        var first = System.IO.File.ReadAllText(File);

        ledger.Observe(Domain(1, 3 * GiB) with { ResidentKib = 3 * GiB }, Now + TimeSpan.FromSeconds(1), new Limits());

        await Until(() => System.IO.File.ReadAllText(File) != first);
    }

    [Fact]
    public async Task A_process_that_never_moves_anything_writes_nothing()
    {
        var ledger = new MovementLedger();
        await StartAsync(ledger);
        Take(ledger);
        var observing = await StartAsync(ledger, ExporterMode.Observe, _folder.FullName + "/none");

        await observing.StopAsync(CancellationToken.None);
        await _stores[0].StopAsync(CancellationToken.None);

        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":1,")]
    [InlineData("{\"version\":9}")]
    [InlineData(null)]
    public async Task What_cannot_be_read_counts_as_all_that_may_be_taken_for_a_minute(string? content)
    {
        if (content is null)
            Directory.CreateDirectory(File);
        else
            System.IO.File.WriteAllText(File, content);
        var ledger = new MovementLedger();
        await StartAsync(ledger);

        Assert.True(ledger.RecentActivityOf(Uuid(1), Now + TimeSpan.FromSeconds(30), new Limits()).UsedUp);
        Assert.False(ledger.RecentActivityOf(Uuid(1), Now + TimeSpan.FromSeconds(61), new Limits()).UsedUp);
        Assert.Equal(StateOperation.Read, _metrics.StateErrors[0]);
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Error && entry.Message.StartsWith("State of the last process cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task That_the_limits_are_used_up_is_known_to_the_process_after_the_next()
    {
        System.IO.File.WriteAllText(File, "spoilt");
        var store = await StartAsync(new MovementLedger());
        await Until(() => System.IO.File.ReadAllText(File) != "spoilt");
        await store.StopAsync(CancellationToken.None);
        var ledger = new MovementLedger();
        await StartAsync(ledger);

        Assert.True(ledger.RecentActivityOf(Uuid(1), Now + TimeSpan.FromSeconds(30), new Limits()).UsedUp);
        Assert.False(ledger.RecentActivityOf(Uuid(1), Now + TimeSpan.FromSeconds(61), new Limits()).UsedUp);
    }

    [Fact]
    public async Task A_file_of_any_length_is_not_read_into_memory()
    {
        using (var file = System.IO.File.Create(File))
            file.SetLength(1L << 40);
        var ledger = new MovementLedger();
        await StartAsync(ledger);

        Assert.True(ledger.RecentActivityOf(Uuid(1), Now, new Limits()).UsedUp);
    }

    [Fact]
    public async Task Where_nothing_can_be_written_that_is_said_once_and_counted_and_mended_when_it_can()
    {
        var ledger = new MovementLedger();
        var path = Path.Combine(_folder.FullName, "blocked");
        System.IO.File.WriteAllText(path, "");
        var store = await StartAsync(ledger, path: Path.Combine(path, "state"));
        Take(ledger);

        Assert.False(await store.SaveAsync(CancellationToken.None));
        Assert.False(await store.SaveAsync(CancellationToken.None));
        Assert.Equal(3, _metrics.StateErrors.Count(each => each == StateOperation.Write));
        Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error);

        System.IO.File.Delete(path);
        Directory.CreateDirectory(Path.Combine(path, "state"));
        Assert.True(await store.SaveAsync(CancellationToken.None));
        Assert.Contains(_log.Entries, entry => entry.Message.StartsWith("State can be written again", StringComparison.Ordinal));
    }

    private static readonly SteadyClock Clock = new(TimeProvider.System);

    private static Moment Now => Clock.Now;

    private static void Take(MovementLedger ledger)
    {
        var decision = new Decision { Verdict = Verdict.Applied, Reason = DecisionReason.AsRequested, FromKib = 4 * GiB, ToKib = 3 * GiB, ResidentTakenKib = GiB };
        var request = new BalloonRequest(Uuid(1), 3 * GiB, Now, RequestOrigin.Alert, "fp");
        ledger.Record(request, decision, Domain(1), Now, new Limits());
        ledger.Count(request, decision);
    }

    private async Task<LedgerStore> StartAsync(MovementLedger ledger, ExporterMode mode = ExporterMode.Act, string? path = null, ActingRole? role = null)
    {
        var store = new LedgerStore(ledger, new StateFolder(path ?? _folder.FullName), _metrics, role ?? TestOptions.ActsNow(), TestOptions.Act with { Mode = mode }, Clock, TimeProvider.System, _log);
        _stores.Add(store);
        await store.StartAsync(CancellationToken.None);
        return store;
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
            await Task.Delay(10, patience.Token);
    }
}
