using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>
/// The processes of the domains, found in <c>/proc</c> and remembered. Anybody may start a process with a guest's <c>-uuid</c> among its
/// arguments, so only one counts that libvirt vouches for: by its pid file, or by the machine scope it made. Thread-safe.
/// </summary>
internal sealed class QemuProcesses(
    SteadyClock clock, string procFolder = "/proc", string cgroupRoot = "/sys/fs/cgroup", PidFiles? pidFiles = null, bool elsewhere = false)
{
    // USER_HZ is 100 on every architecture on which Linux runs QEMU.
    private const double TicksPerSecond = 100;

    // Holds the longest of the files read once per domain and scrape, /proc/PID/status, more than twice.
    private const int BufferSize = 4096;

    // Walking /proc costs milliseconds; many domains seen for the first time share one walk.
    private static readonly TimeSpan WalkAge = TimeSpan.FromSeconds(2);

    // A domain without a process (a container, hidepid) must not cost a walk with every scrape.
    private static readonly TimeSpan MissingAge = TimeSpan.FromMinutes(1);

    private readonly PidFiles _pidFiles = pidFiles ?? PidFiles.None;
    private readonly Lock _lock = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly Dictionary<Guid, int> _missedFirst = [];
    private readonly HashSet<Guid> _claimedTwice = [];
    private Dictionary<Guid, QemuProcess> _found = [];
    private Moment _walkedAt;
    private int _walks;

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
    /// <exception cref="InvalidDataException">It has one, which cannot be seen from here.</exception>
    public DomainCgroup? ReadCgroup(Guid uuid)
    {
        lock (_lock)
            return Find(uuid)?.ReadCgroup(_buffer);
    }

    /// <summary>What is wrong with the processes of running QEMU domains, and what to do; null when each is known, or may still be starting.</summary>
    public string? ProblemWith(IEnumerable<Guid> domains)
    {
        lock (_lock)
        {
            foreach (var uuid in domains)
            {
                if (Find(uuid) is not null)
                    continue;
                if (_claimedTwice.Contains(uuid))
                    return $"two processes that libvirt vouches for have the UUID {uuid}: neither counts";
                if (IsMissedTwice(uuid))
                {
                    return "libvirt vouches for no process of some domain, so its memory is what libvirt says: this user must be able to read the pid files in "
                        + $"{string.Join(" and ", _pidFiles.Folders.DefaultIfEmpty("/run/libvirt/qemu"))} or see the machine scopes in /proc/PID/cgroup "
                        + "(no hidepid; a container needs the host's pid and cgroup namespaces)";
                }
            }

            return null;
        }
    }

    /// <summary>Forgets the process of a domain that started or ended.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
        {
            _found.Remove(uuid);
            _missedFirst.Remove(uuid);
        }
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
        // A process of this host with the same UUID would be another guest.
        if (elsewhere)
            return null;
        var now = clock.Now;
        if (_found.TryGetValue(uuid, out var known))
        {
            if (known.IsAlive(_buffer, now))
                return known;
            _found.Remove(uuid);
        }

        if (now - _walkedAt > (IsMissedTwice(uuid) ? MissingAge : WalkAge))
            Walk(now);
        if (_found.TryGetValue(uuid, out var process))
        {
            _missedFirst.Remove(uuid);
            return process;
        }

        _missedFirst.TryAdd(uuid, _walks);
        return null;
    }

    // Missed once: its process may have come after the walk. Missed by a later walk, too: it has none that could be seen.
    private bool IsMissedTwice(Guid uuid) => _missedFirst.TryGetValue(uuid, out var missedFirst) && missedFirst < _walks;

    private void Walk(Moment now)
    {
        _walkedAt = now;
        _walks++;
        var before = _found;
        _found = [];
        _claimedTwice.Clear();
        Moment? bootedAt = null;
        foreach (var (number, writtenAt) in _pidFiles.Read())
            Try(Path.Combine(procFolder, number.ToString(CultureInfo.InvariantCulture)), writtenAt);
        // Scopes are asked where pid files are not to be had: a process in a folder of the daemon's own needs no second word.
        if (_pidFiles.AreMissing())
        {
            foreach (var folder in Directory.EnumerateDirectories(procFolder))
            {
                if (char.IsAsciiDigit(Path.GetFileName(folder.AsSpan())[0]) && MachineScope.Holds(KernelFile.Read(Path.Combine(folder, "cgroup"), _buffer)))
                    Try(folder, null);
            }
        }

        foreach (var uuid in _claimedTwice)
            _found.Remove(uuid);

        void Try(string folder, DateTimeOffset? writtenAt)
        {
            try
            {
                if (UuidOf(File.ReadAllBytes(Path.Combine(folder, "cmdline"))) is not { } uuid)
                    return;
                bootedAt ??= BootedAt(now);
                if (ProcessOf(folder, now, bootedAt, before.GetValueOrDefault(uuid), writtenAt) is not { } process)
                    return;
                if (!_found.TryAdd(uuid, process) && _found[uuid].Folder != folder)
                    _claimedTwice.Add(uuid);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Processes end while /proc is walked, and some are not ours to see.
            }
        }
    }

    // What was found before is kept where it still lives, with what it knows of its cgroup.
    private QemuProcess? ProcessOf(string folder, Moment now, Moment? bootedAt, QemuProcess? known, DateTimeOffset? writtenAt)
    {
        if (known?.Folder == folder && known.IsAlive(_buffer, now))
            return known;
        if (bootedAt is not { } boot || ProcessStat.StartTicks(File.ReadAllBytes(Path.Combine(folder, "stat"))) is not { } ticks)
            return null;
        var startedAt = boot + TimeSpan.FromSeconds(ticks / TicksPerSecond);
        return writtenAt is { } written && !PidFiles.MayMean(startedAt, clock.Of(written)) ? null : new QemuProcess(folder, ticks, startedAt, cgroupRoot);
    }

    // Not the boot time by the wall clock: how long ago a process started does not depend on it.
    private Moment? BootedAt(Moment now)
    {
        var uptime = File.ReadAllBytes(Path.Combine(procFolder, "uptime")).AsSpan();
        return Utf8Parser.TryParse(uptime, out double seconds, out _) ? now - TimeSpan.FromSeconds(seconds) : null;
    }
}
