using System.Collections.Concurrent;
using System.Threading.Channels;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;

namespace BalloonExporter.State;

/// <summary>
/// The last changes of policies in the state folder. One task writes, so that a slow disk blocks no caller for long; readers read the
/// file, which another exporter may have written.
/// </summary>
internal sealed partial class PolicyHistoryStore(
    StateFolder folder, IFeedbackMetrics metrics, ActingRole role, ExporterOptions options, SteadyClock clock, TimeProvider time, ILogger<PolicyHistoryStore> log)
    : BackgroundService, IPolicyHistory
{
    public const string FileName = "policies.json";

    // A change per second of every domain is no use of policies.
    private const int MostWaiting = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // What was read just before a change of this exporter is taken in just after it.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    private readonly Channel<(Guid Uuid, PolicyEdit Edit, TaskCompletionSource Done)> _waiting =
        Channel.CreateBounded<(Guid, PolicyEdit, TaskCompletionSource)>(MostWaiting);

    private readonly ConcurrentDictionary<Guid, Seen> _seen = [];
    private PolicyHistoryFormat _atStart = PolicyHistoryFormat.Empty;
    private bool _failed;

    public IReadOnlyList<PolicyEdit> ChangesOf(Guid uuid)
    {
        try
        {
            return Read(folder).Of(uuid);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            // Said when it is written anew.
            return [];
        }
    }

    public async Task NoteAsync(Guid uuid, PolicyEdit edit)
    {
        _seen[uuid] = new Seen(edit.After, clock.Now + Settling);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.Writer.TryWrite((uuid, edit, done)))
            return;
        try
        {
            await done.Task.WaitAsync(Patience, time);
        }
        catch (TimeoutException)
        {
            // Written later, or an error is logged.
        }
    }

    public void See(DomainMemory domain, Moment readAt)
    {
        if (options.Mode != ExporterMode.Act || domain.Excluded || domain.Facts.Balloon is null)
            return;
        var policy = domain.Facts.NextPolicy;
        if (!_seen.TryGetValue(domain.Uuid, out var seen))
        {
            _seen[domain.Uuid] = new Seen(policy, readAt);
            // What changed while no exporter ran is known when the policy is not the last one of the file.
            if (_atStart.Of(domain.Uuid) is [var last, ..] && last.After != policy)
                NoteOutside(domain.Uuid, last.After, policy);
        }
        else if (readAt > seen.From && seen.Policy != policy)
        {
            _seen[domain.Uuid] = new Seen(policy, readAt);
            NoteOutside(domain.Uuid, seen.Policy, policy);
        }
    }

    public void Keep(IReadOnlySet<Guid> existing)
    {
        foreach (var uuid in _seen.Keys.Where(uuid => !existing.Contains(uuid)))
            _seen.TryRemove(uuid, out _);
    }

    /// <summary>What the file holds.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="FormatException">It is no such file, or of another version.</exception>
    public static PolicyHistoryFormat Read(StateFolder folder) =>
        folder.Read(FileName, PolicyHistoryFormat.MostBytes) is { } content ? PolicyHistoryFormat.Read(content) : PolicyHistoryFormat.Empty;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first look at a domain.
        if (options.Mode == ExporterMode.Act)
            _atStart = ReadOrStartAnew();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Mode != ExporterMode.Act)
            return;
        try
        {
            await foreach (var (uuid, edit, done) in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                // The exporter that acts notes what both see.
                if (edit.By != PolicyEdit.Outside || role.MayAct)
                    Write(uuid, edit);
                done.TrySetResult();
            }
        }
        catch (OperationCanceledException)
        {
            while (_waiting.Reader.TryRead(out var last))
                Write(last.Uuid, last.Edit);
        }
    }

    private void NoteOutside(Guid uuid, PolicySpec? before, PolicySpec? after) =>
        _waiting.Writer.TryWrite((uuid, new PolicyEdit(clock.WallTime, PolicyEdit.Outside, before, after), new TaskCompletionSource()));

    private PolicyHistoryFormat ReadOrStartAnew()
    {
        try
        {
            return Read(folder);
        }
        catch (Exception exception)
        {
            metrics.StateError(StateOperation.Read);
            StartsAnew(Path.Combine(folder.Path, FileName), exception.Message);
            return PolicyHistoryFormat.Empty;
        }
    }

    private void Write(Guid uuid, PolicyEdit edit)
    {
        try
        {
            folder.Write(FileName, ReadOrStartAnew().With(uuid, edit).Write());
            if (_failed)
                WrittenAgain(folder.Path);
            _failed = false;
        }
        catch (Exception exception)
        {
            // The change itself is stored in libvirt, whatever becomes of its history.
            metrics.StateError(StateOperation.Write);
            if (!_failed)
                NotWritten(folder.Path, exception.Message);
            _failed = true;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The history of policies cannot be read: it starts anew with the next change")]
    private partial void StartsAnew(string file, string err);

    [LoggerMessage(LogLevel.Error, "Changes of policies cannot be noted in the state folder; they are stored in libvirt and logged all the same")]
    private partial void NotWritten(string folder, string err);

    [LoggerMessage(LogLevel.Information, "Changes of policies are noted again")]
    private partial void WrittenAgain(string folder);

    private sealed record Seen(PolicySpec? Policy, Moment From);
}
