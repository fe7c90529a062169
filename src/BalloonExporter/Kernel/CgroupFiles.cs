using System.Text;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>The memory files of one domain's cgroup: version 2, 1, or both side by side. Not thread-safe.</summary>
internal sealed class CgroupFiles
{
    private static readonly string[] Events = ["low", "high", "max", "oom", "oom_kill", "oom_group_kill"];
    private static readonly byte[][] EventNames = [.. Events.Select(Encoding.ASCII.GetBytes)];

    private readonly string _current;
    private readonly string _events;
    private string? _pressure;

    private CgroupFiles(string current, string events, string? pressure) => (_current, _events, _pressure) = (current, events, pressure);

    /// <summary>The files of a domain's own cgroup. Null when the process shares a cgroup with others, whose memory is not the domain's.</summary>
    /// <param name="membership">Content of <c>/proc/PID/cgroup</c>.</param>
    /// <param name="root">Mount point of the cgroup file systems.</param>
    /// <exception cref="InvalidDataException">The cgroup is outside the mount.</exception>
    public static CgroupFiles? Find(ReadOnlySpan<byte> membership, string root)
    {
        string? counting = null;
        string? unified = null;
        foreach (var line in Encoding.UTF8.GetString(membership).Split('\n'))
        {
            // "4:memory:/path" in version 1, "0::/path" in version 2; a path may hold colons.
            if (line.Split(':', 3) is not [_, var controllers, var path])
                continue;
            if (MachineScope.LeavesMount(path))
                throw new InvalidDataException(
                    $"the control group {path} of a domain's process is outside of {root}: a container needs the host's control group namespace (--cgroupns=host)");
            if (controllers.Split(',').Contains("memory"))
                counting = path;
            else if (controllers.Length == 0)
                unified = path;
        }

        return counting is null
            ? OwnGroup(unified) is { } only ? OfVersion2(Path.Join(root, only)) : null
            : OwnGroup(counting) is { } group
                ? OfVersion1(Path.Join(root, "memory", group), OwnGroup(unified) is { } beside ? Path.Join(root, "unified", beside) : null)
                : null;
    }

    public DomainCgroup? Read(Span<byte> buffer)
    {
        if (KernelText.Number(KernelFile.Read(_current, buffer)) is not { } currentBytes)
            return null;
        var events = ReadEvents(KernelFile.Read(_events, buffer));
        var pressure = _pressure is null ? default : KernelFile.Read(_pressure, buffer);
        // A kernel with PSI switched off lacks the file or refuses to read it each time; an exception per read would be expensive.
        if (pressure.IsEmpty)
            _pressure = null;
        return new DomainCgroup
        {
            CurrentBytes = currentBytes,
            MemoryEvents = events,
            PressureWaiting = KernelText.Pressure(pressure, "some"u8),
            PressureStalled = KernelText.Pressure(pressure, "full"u8),
        };
    }

    private static CgroupFiles OfVersion2(string group) =>
        new(Path.Join(group, "memory.current"), Path.Join(group, "memory.events"), Path.Join(group, "memory.pressure"));

    // Version 1 has no pressure. If version 2 is mounted beside it (systemd's hybrid hierarchy) its pressure is used.
    private static CgroupFiles OfVersion1(string group, string? unified) =>
        new(Path.Join(group, "memory.usage_in_bytes"), Path.Join(group, "memory.oom_control"), unified is null ? null : Path.Join(unified, "memory.pressure"));

    private static List<(string Event, long Count)> ReadEvents(ReadOnlySpan<byte> text)
    {
        var events = new List<(string Event, long Count)>(Events.Length);
        for (var index = 0; index < Events.Length; index++)
        {
            if (KernelText.Value(text, EventNames[index]) is { } count)
                events.Add((Events[index], count));
        }

        return events;
    }

    // libvirt creates sub-groups of the domain's group for threads: ".../machine-qemu\x2d1\x2dshop.scope/libvirt/emulator" with systemd,
    // ".../qemu-1-shop.libvirt-qemu/emulator" without. A session daemon creates none: its domains share their user's group.
    private static string? OwnGroup(string? path)
    {
        if (path is null)
            return null;
        foreach (var inner in MachineScope.InnerGroups)
        {
            if (path.EndsWith(inner, StringComparison.Ordinal))
                path = path[..^inner.Length];
        }

        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        return name.StartsWith("machine-qemu") || name.EndsWith(".libvirt-qemu") ? path : null;
    }
}
