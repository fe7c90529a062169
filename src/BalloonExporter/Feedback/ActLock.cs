using System.Security.Cryptography;
using System.Text;
using BalloonExporter.Files;
using BalloonExporter.Options;

namespace BalloonExporter.Feedback;

/// <summary>
/// Sees to it that one exporter acts on a host: in act mode it holds a file in <c>--runtime.path</c> for each libvirt it is connected to. While
/// another process holds one of them, or that cannot be told, this one decides and moves nothing. It tries again every second.
/// </summary>
internal sealed partial class ActLock(ExporterOptions options, ActingRole role, SteadyClock clock, TimeProvider time, ILogger<ActLock> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>What the one before took counts in no limit of this one; the longest of them look back a minute.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromMinutes(1);

    private readonly List<LockFile> _held = [];
    private string? _told;
    private Moment? _tookOverAt;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anything is decided.
        Look();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Takes the files, or finds out whether they are still held.</summary>
    public void Look()
    {
        if (options.Mode != ExporterMode.Act)
            return;
        if (_held.Count == 0 || !_held.TrueForAll(file => file.IsInPlace))
        {
            role.Leave();
            LetGo();
            if (!TryTakeAll())
                return;
            if (_told is not null)
            {
                _tookOverAt = clock.Now;
                TookOver(Settling.TotalSeconds);
            }

            _told = null;
        }

        role.Take(mayTake: _tookOverAt is not { } since || clock.Now - since >= Settling);
    }

    public override void Dispose()
    {
        LetGo();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Look();
        }
        catch (OperationCanceledException)
        {
            // Stopped. The files are held until the loops have ended too.
        }
    }

    // In one order everywhere, so that two with the same libvirts never hold one each.
    private bool TryTakeAll()
    {
        foreach (var path in options.LibvirtUris.Select(PathOf).Distinct().Order(StringComparer.Ordinal))
        {
            try
            {
                Directory.CreateDirectory(options.RuntimeFolder.FullName);
                if (LockFile.TryTake(path, out var holder) is { } file)
                {
                    _held.Add(file);
                    continue;
                }

                Tell($"held by {holder}", () => AnotherActs(path, holder));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Tell(exception.Message, () => CannotTell(path, exception.Message));
            }

            LetGo();
            return false;
        }

        return true;
    }

    private string PathOf(Uri uri) => Path.Combine(
        options.RuntimeFolder.FullName, $"act-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(LibvirtUri.DaemonOf(uri))))[..16]}.lock");

    // Once, not each second.
    private void Tell(string what, Action tell)
    {
        if (_told != what)
            tell();
        _told = what;
    }

    private void LetGo()
    {
        foreach (var file in _held)
            file.Dispose();
        _held.Clear();
    }

    [LoggerMessage(LogLevel.Warning, "Another exporter acts on this host: this one decides and moves nothing until that one ends")]
    private partial void AnotherActs(string lockFile, int? holder);

    [LoggerMessage(LogLevel.Error, "Whether another exporter acts on this host cannot be told: nothing is moved. Make the folder one that this user may write, or name another with --runtime.path")]
    private partial void CannotTell(string lockFile, string err);

    [LoggerMessage(LogLevel.Warning, "No other exporter acts any more: this one does. It gives memory at once and takes some after a while")]
    private partial void TookOver(double takesAfterSeconds);
}
