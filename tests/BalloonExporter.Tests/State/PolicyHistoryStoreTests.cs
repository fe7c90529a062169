using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.State;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.State;

public sealed class PolicyHistoryStoreTests : IDisposable
{
    private static readonly PolicySpec No = new() { Enabled = false };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("balloon-state-");
    private readonly RecordingMetrics _metrics = new();
    private readonly RecordingLogger<PolicyHistoryStore> _log = new();
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(56));
    private readonly List<PolicyHistoryStore> _stores = [];

    private string File => Path.Combine(_folder.FullName, PolicyHistoryStore.FileName);

    public void Dispose()
    {
        foreach (var store in _stores)
            store.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_last_20_changes_of_each_domain_are_kept_over_restarts_with_who_made_them()
    {
        var store = await StartAsync();
        for (var shares = 1; shares <= 25; shares++)
            await store.NoteAsync(Uuid(1), new PolicyEdit(At(shares), $"key:panel-{shares}@127.0.0.1", Shares(shares - 1), Shares(shares)));
        await store.NoteAsync(Uuid(2), new PolicyEdit(At(0), "uid:0", null, No with { Floor = new Amount(null, 0.5), Swap = new Amount(0, null) }));

        var next = await StartAsync();

        Assert.Equal(20, next.ChangesOf(Uuid(1)).Count);
        Assert.Equal(new PolicyEdit(At(25), "key:panel-25@127.0.0.1", Shares(24), Shares(25)), next.ChangesOf(Uuid(1))[0]);
        Assert.Equal(Shares(6), next.ChangesOf(Uuid(1))[^1].After);
        Assert.Equal(new PolicyEdit(At(0), "uid:0", null, No with { Floor = new Amount(null, 0.5), Swap = new Amount(0, null) }), Assert.Single(next.ChangesOf(Uuid(2))));
        Assert.Empty(next.ChangesOf(Uuid(3)));
        Assert.False(System.IO.File.Exists(File + ".new"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"domains":[""")]
    [InlineData("""{"version":2,"domains":[]}""")]
    [InlineData("""{"version":1,"domains":[null]}""")]
    [InlineData("""{"version":1,"domains":[{"uuid":"00000000-0000-0000-0000-000000000001","changes":[null]}]}""")]
    [InlineData("""{"version":1,"domains":[{"uuid":"00000000-0000-0000-0000-000000000001"}]}""")]
    public async Task A_broken_file_starts_anew_and_says_so(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content);

        var store = await StartAsync();
        Assert.Contains(_log.Entries, entry => entry.Level == LogLevel.Warning && entry.Message.Contains("starts anew", StringComparison.Ordinal));
        Assert.Empty(store.ChangesOf(Uuid(1)));
        await store.NoteAsync(Uuid(1), new PolicyEdit(At(1), "uid:0", null, No));

        Assert.Single((await StartAsync()).ChangesOf(Uuid(1)));
        Assert.Contains(StateOperation.Read, _metrics.StateErrors);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_once_and_blocks_no_change()
    {
        _folder.Delete();
        await System.IO.File.WriteAllTextAsync(_folder.FullName, "");
        try
        {
            var store = await StartAsync();
            await store.NoteAsync(Uuid(1), new PolicyEdit(At(1), "uid:0", null, No));
            await store.NoteAsync(Uuid(1), new PolicyEdit(At(2), "uid:0", No, null));

            Assert.Single(_log.Entries, entry => entry.Level == LogLevel.Error);
        }
        finally
        {
            System.IO.File.Delete(_folder.FullName);
            _folder.Create();
        }
    }

    [Fact]
    public async Task A_change_by_another_program_is_noted_when_it_is_seen()
    {
        var store = await StartAsync();
        See(store, null);
        See(store, No);
        See(store, No);

        await UntilAsync(() => store.ChangesOf(Uuid(1)) is [{ By: PolicyEdit.Outside, Before: null, After: { Enabled: false } }]);
    }

    [Fact]
    public async Task A_change_while_no_exporter_ran_is_noted_by_the_next()
    {
        await (await StartAsync()).NoteAsync(Uuid(1), new PolicyEdit(At(1), "uid:0", null, No));

        var next = await StartAsync();
        See(next, null);

        await UntilAsync(() => next.ChangesOf(Uuid(1)) is [{ By: PolicyEdit.Outside, Before: { Enabled: false }, After: null }, { By: "uid:0" }]);
    }

    [Fact]
    public async Task What_was_read_before_a_change_of_this_exporter_is_no_change_by_another()
    {
        var store = await StartAsync();
        See(store, null);
        await store.NoteAsync(Uuid(1), new PolicyEdit(At(1), "uid:0", null, No));
        See(store, null);
        _time.Advance(TimeSpan.FromSeconds(11));
        See(store, No);
        await store.NoteAsync(Uuid(2), new PolicyEdit(At(2), "uid:0", null, No));

        Assert.Single(store.ChangesOf(Uuid(1)));
    }

    [Fact]
    public async Task An_exporter_that_stands_by_or_observes_notes_nothing_that_it_sees()
    {
        foreach (var store in (PolicyHistoryStore[])[await StartAsync(new ActingRole()), await StartAsync(options: TestOptions.Observe)])
        {
            See(store, null);
            See(store, No);
            await store.StopAsync(CancellationToken.None);
        }

        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void The_file_is_bounded_whatever_is_noted()
    {
        var history = PolicyHistoryFormat.Empty;
        var malformed = PolicySpec.Malformed(new string('<', 1000));
        for (var domain = 0; domain < 1100; domain++)
        {
            for (var change = 0; change < (domain < 1000 ? 1 : 21); change++)
                history = history.With(Uuid(domain), new PolicyEdit(At(change), new string('<', 1000), malformed, malformed));
        }

        var content = history.Write();

        Assert.InRange(content.Length, 1, PolicyHistoryFormat.MostBytes);
        var read = PolicyHistoryFormat.Read(content);
        Assert.Equal(20, read.Of(Uuid(1099)).Count);
        Assert.Empty(read.Of(Uuid(0)));
    }

    private void See(PolicyHistoryStore store, PolicySpec? policy)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        store.See(Domain(1) with { Facts = Domain(1).Facts with { NextPolicy = policy } }, new Moment(_time.GetUtcNow().UtcTicks));
    }

    private async Task<PolicyHistoryStore> StartAsync(ActingRole? role = null, ExporterOptions? options = null)
    {
        var store = new PolicyHistoryStore(
            new StateFolder(_folder.FullName), _metrics, role ?? TestOptions.ActsNow(), options ?? TestOptions.Act, new SteadyClock(_time), _time, _log);
        _stores.Add(store);
        await store.StartAsync(CancellationToken.None);
        return store;
    }

    private static PolicySpec? Shares(int shares) => shares == 0 ? null : new PolicySpec { Shares = shares };

    private static DateTimeOffset At(int minute) => DateTimeOffset.UnixEpoch.AddMinutes(minute);

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var look = 0; look < 1000 && !condition(); look++)
            await Task.Delay(10);
        Assert.True(condition());
    }
}
