using System.Buffers.Text;
using System.Text;
using BalloonExporter.Domains;

namespace BalloonExporter.Hypervisor;

/// <summary>
/// The processes of the domains, found in <c>/proc</c> by QEMU's <c>-uuid</c> and remembered. Works for any user unless <c>/proc</c>
/// is mounted with hidepid. Thread-safe.
/// </summary>
internal sealed class QemuProcesses(SteadyClock clock, string procFolder = "/proc", string cgroupRoot = "/sys/fs/cgroup")
{
    // USER_HZ is 100 on every architecture on which Linux runs QEMU.
    private const double TicksPerSecond = 100;

    // Holds the longest of the files read once per domain and scrape, /proc/PID/status, more than twice.
    private const int BufferSize = 4096;

    // Walking /proc costs milliseconds; many domains seen for the first time share one walk.
    private static readonly TimeSpan WalkAge = TimeSpan.FromSeconds(2);

    // A domain without a process (a container, hidepid) must not cost a walk with every scrape.
    private static readonly TimeSpan MissingAge = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly Dictionary<Guid, Moment> _missedFirst = [];
    private Dictionary<Guid, QemuProcess> _found = [];
    private Moment _walkedAt;

    private static ReadOnlySpan<byte> UuidOption => "\0-uuid\0"u8;

    /// <summary>When the domain's process started; null when none is found.</summary>
    public Moment? StartedAt(Guid uuid)
    {
        lock (_lock)
            return Find(uuid)?.StartedAt;
    }

    /// <summary>The memory of the domain's process; null when none is found.</summary>
    public DomainProcess? ReadMemory(Guid uuid)
    {
        lock (_lock)
            return Find(uuid)?.ReadMemory(_buffer);
    }

    /// <summary>What the cgroup of the domain's process counts; null when none is found, or none of its own.</summary>
    public DomainCgroup? ReadCgroup(Guid uuid)
    {
        lock (_lock)
            return Find(uuid)?.ReadCgroup(_buffer);
    }

    /// <summary>Forgets the processes of domains that are gone.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        lock (_lock)
        {
            foreach (var uuid in _found.Keys.Where(uuid => !active.Contains(uuid)).ToList())
                _found.Remove(uuid);
            foreach (var uuid in _missedFirst.Keys.Where(uuid => !active.Contains(uuid)).ToList())
                _missedFirst.Remove(uuid);
        }
    }

    /// <summary>The value of <c>-uuid</c> on a command line with NUL between its words.</summary>
    internal static Guid? UuidOf(ReadOnlySpan<byte> commandLine)
    {
        const int guidLength = 36;
        var option = commandLine.IndexOf(UuidOption);
        if (option < 0 || commandLine.Length < option + UuidOption.Length + guidLength)
            return null;
        var text = Encoding.ASCII.GetString(commandLine.Slice(option + UuidOption.Length, guidLength));
        return Guid.TryParseExact(text, "D", out var uuid) ? uuid : null;
    }

    private QemuProcess? Find(Guid uuid)
    {
        var now = clock.Now;
        if (_found.TryGetValue(uuid, out var known))
        {
            if (known.IsAlive(_buffer, now))
                return known;
            _found.Remove(uuid);
        }

        // Missed once: its process may have come after the walk. Missed by a later walk, too: it has none that could be seen.
        var missedTwice = _missedFirst.TryGetValue(uuid, out var missedFirst) && missedFirst < _walkedAt;
        if (now - _walkedAt > (missedTwice ? MissingAge : WalkAge))
            Walk(now);
        if (_found.TryGetValue(uuid, out var process))
        {
            _missedFirst.Remove(uuid);
            return process;
        }

        _missedFirst.TryAdd(uuid, _walkedAt);
        return null;
    }

    // What was found before is kept where it still lives, with what it knows of its cgroup.
    private void Walk(Moment now)
    {
        _walkedAt = now;
        Moment? bootedAt = null;
        var before = _found;
        _found = [];
        foreach (var folder in Directory.EnumerateDirectories(procFolder))
        {
            if (!char.IsAsciiDigit(Path.GetFileName(folder.AsSpan())[0]))
                continue;
            try
            {
                if (UuidOf(File.ReadAllBytes(Path.Combine(folder, "cmdline"))) is not { } uuid)
                    continue;
                bootedAt ??= BootedAt(now);
                if (before.TryGetValue(uuid, out var known) && known.IsAlive(_buffer, now))
                    _found[uuid] = known;
                else if (ProcessStat.StartTicks(File.ReadAllBytes(Path.Combine(folder, "stat"))) is { } ticks && bootedAt is { } boot)
                    _found[uuid] = new QemuProcess(folder, ticks, boot + TimeSpan.FromSeconds(ticks / TicksPerSecond), cgroupRoot);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Processes end while /proc is walked, and some are not ours to see.
            }
        }
    }

    // Not the boot time by the wall clock: how long ago a process started does not depend on it.
    private Moment? BootedAt(Moment now)
    {
        var uptime = File.ReadAllBytes(Path.Combine(procFolder, "uptime")).AsSpan();
        return Utf8Parser.TryParse(uptime, out double seconds, out _) ? now - TimeSpan.FromSeconds(seconds) : null;
    }
}
