using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>
/// Processes of the domains, found in <c>/proc</c> and cached. Any user can start a process with a guest's <c>-uuid</c> argument, so a
/// process counts only if libvirt's pid file or machine scope confirms it. Thread-safe.
/// </summary>
internal sealed class QemuProcesses(
    SteadyClock clock, string procFolder = "/proc", string cgroupRoot = "/sys/fs/cgroup", PidFiles? pidFiles = null, bool elsewhere = false)
{
    // USER_HZ is 100 on every architecture on which Linux runs QEMU.
    private const double TicksPerSecond = 100;

    // Twice the size of the largest file read per domain and scrape, /proc/PID/status.
    private const int BufferSize = 4096;

    // Walking /proc takes milliseconds; domains seen for the first time share one walk.
    private static readonly TimeSpan WalkAge = TimeSpan.FromSeconds(2);

    // A domain without a visible process (a container, hidepid) must not cause a walk with every scrape.
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

    /// <summary>Resident memory of the domain's process in KiB; null when none is found, or it cannot answer now: stopped, or waiting for a device.</summary>
    public long? ReadAwakeResident(Guid uuid)
    {
        lock (_lock)
            return Find(uuid)?.ReadAwakeResident(_buffer);
    }

    /// <summary>Counters of the cgroup of the domain's process; null when no process is found, or it has no cgroup of its own.</summary>
    /// <exception cref="InvalidDataException">The cgroup is not visible from here.</exception>
    public DomainCgroup? ReadCgroup(Guid uuid)
    {
        lock (_lock)
            return Find(uuid)?.ReadCgroup(_buffer);
    }

    /// <summary>Problem with the processes of running QEMU domains, and what to do; null when each is known, or may still be starting.</summary>
    public string? ProblemWith(IEnumerable<Guid> domains)
    {
        lock (_lock)
        {
            foreach (var uuid in domains)
            {
                if (Find(uuid) is not null)
                    continue;
                if (_claimedTwice.Contains(uuid))
                    return $"two processes confirmed by libvirt have the UUID {uuid}: both are ignored";
                if (IsMissedTwice(uuid))
                {
                    return "no process of some domain is confirmed by libvirt, so its memory is as reported by libvirt: this user must be able to read the pid files in "
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
        // A local process with the same UUID would belong to another guest.
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

    // Missed once: the process may have started after the walk. Missed by a later walk too: there is no visible process.
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
        // Scopes are checked where pid files are unreadable: a process in the daemon's own folder needs no second confirmation.
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
                // Processes end during the walk, and some are not readable by this user.
            }
        }
    }

    // A known process that still runs keeps its object, with its cached cgroup.
    private QemuProcess? ProcessOf(string folder, Moment now, Moment? bootedAt, QemuProcess? known, DateTimeOffset? writtenAt)
    {
        if (known?.Folder == folder && known.IsAlive(_buffer, now))
            return known;
        if (bootedAt is not { } boot || ProcessStat.StartTicks(File.ReadAllBytes(Path.Combine(folder, "stat"))) is not { } ticks)
            return null;
        var startedAt = boot + TimeSpan.FromSeconds(ticks / TicksPerSecond);
        return writtenAt is { } written && !PidFiles.MayMean(startedAt, clock.Of(written)) ? null : new QemuProcess(folder, ticks, startedAt, cgroupRoot);
    }

    // Independent of the wall clock: the age of a process does not depend on it.
    private Moment? BootedAt(Moment now)
    {
        var uptime = File.ReadAllBytes(Path.Combine(procFolder, "uptime")).AsSpan();
        return Utf8Parser.TryParse(uptime, out double seconds, out _) ? now - TimeSpan.FromSeconds(seconds) : null;
    }
}
