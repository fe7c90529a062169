using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>The process of a domain, as found in <c>/proc</c>. Not thread-safe.</summary>
/// <param name="folder">Its folder in <c>/proc</c>.</param>
/// <param name="startTicks">Start time in ticks since the boot: distinguishes it from a later process with the same id.</param>
/// <param name="startedAt">The same as a time.</param>
/// <param name="cgroupRoot">Where cgroups are mounted.</param>
internal sealed class QemuProcess(string folder, long startTicks, Moment startedAt, string cgroupRoot)
{
    // All reads of one scrape share one check; a process id is not reused within that time.
    private static readonly TimeSpan CheckAge = TimeSpan.FromSeconds(1);

    private readonly string _stat = Path.Combine(folder, "stat");
    private readonly string _status = Path.Combine(folder, "status");
    private readonly string _membership = Path.Combine(folder, "cgroup");
    private CgroupFiles? _cgroup;
    private bool _cgroupSought;
    private Moment _aliveAt;

    /// <summary>When it started.</summary>
    public Moment StartedAt => startedAt;

    /// <summary>Its folder in <c>/proc</c>.</summary>
    public string Folder => folder;

    /// <summary>Whether it is still the same process.</summary>
    public bool IsAlive(Span<byte> buffer, Moment now)
    {
        if (now - _aliveAt < CheckAge)
            return true;
        if (ProcessStat.StartTicks(KernelFile.Read(_stat, buffer)) != startTicks)
            return false;
        _aliveAt = now;
        return true;
    }

    /// <summary>Its memory.</summary>
    public DomainProcess ReadMemory(Span<byte> buffer)
    {
        var status = KernelFile.Read(_status, buffer);
        return new DomainProcess(
            KernelText.Value(status, "VmRSS"u8), KernelText.Value(status, "VmSwap"u8), KernelText.Value(status, "HugetlbPages"u8));
    }

    /// <summary>Its resident memory in KiB; null when it is unknown, or the process is stopped or waits for a device.</summary>
    public long? ReadAwakeResident(Span<byte> buffer)
    {
        var status = KernelFile.Read(_status, buffer);
        return KernelText.First(status, "State"u8) is (byte)'R' or (byte)'S' ? KernelText.Value(status, "VmRSS"u8) : null;
    }

    /// <summary>Counters of its cgroup; null when it has none of its own.</summary>
    /// <exception cref="InvalidDataException">Its cgroup is not visible from here.</exception>
    public DomainCgroup? ReadCgroup(Span<byte> buffer)
    {
        // libvirt moves the process into its cgroup before QEMU starts, and it stays there.
        if (!_cgroupSought)
        {
            _cgroup = CgroupFiles.Find(KernelFile.Read(_membership, buffer), cgroupRoot);
            _cgroupSought = true;
        }

        return _cgroup?.Read(buffer);
    }
}
