using System.Text;

namespace BalloonExporter.Kernel;

/// <summary>
/// The cgroup that libvirt's system daemon creates for a domain. Only root can create cgroups outside a user's own slice, so a process in
/// it belongs to libvirt. The whole path is checked, since a user can create a cgroup with the same name in its slice.
/// </summary>
internal static class MachineScope
{
    private const string Slice = ".slice";
    private const string Partition = ".partition";

    /// <summary>Sub-groups that libvirt creates for threads.</summary>
    public static IReadOnlyList<string> InnerGroups { get; } = ["/emulator", "/libvirt"];

    /// <summary>Whether a process is in the scope of a QEMU domain.</summary>
    /// <param name="membership">Content of <c>/proc/PID/cgroup</c>.</param>
    public static bool Holds(ReadOnlySpan<byte> membership)
    {
        foreach (var line in Encoding.UTF8.GetString(membership).Split('\n'))
        {
            // "4:memory:/path" in version 1, "0::/path" in version 2; a path may hold colons.
            if (line.Split(':', 3) is [_, _, var path] && IsDomains(path))
                return true;
        }

        return false;
    }

    /// <summary>Whether a cgroup path is outside this process's cgroup namespace.</summary>
    public static bool LeavesMount(string path) => path.StartsWith("/..", StringComparison.Ordinal);

    private static bool IsDomains(string path)
    {
        foreach (var inner in InnerGroups)
        {
            if (path.EndsWith(inner, StringComparison.Ordinal))
                path = path[..^inner.Length];
        }

        if (path.Split('/') is not ["", .. { Length: > 0 } parents, var name])
            return false;
        // "machine.slice/machine-qemu\x2d1\x2dshop.scope" with systemd, "machine/qemu-1-shop.libvirt-qemu" without.
        return IsNumbered(name, @"machine-qemu\x2d", @"\x2d", ".scope")
            ? parents[0] != "user.slice" && Array.TrueForAll(parents, parent => parent.EndsWith(Slice, StringComparison.Ordinal))
            : IsNumbered(name, "qemu-", "-", ".libvirt-qemu")
                && (parents[0] == "machine" || parents[0].EndsWith(Partition, StringComparison.Ordinal))
                && parents.Skip(1).All(parent => parent.EndsWith(Partition, StringComparison.Ordinal));
    }

    private static bool IsNumbered(string name, string prefix, string separator, string suffix)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal) || !name.EndsWith(suffix, StringComparison.Ordinal))
            return false;
        var rest = name.AsSpan(prefix.Length);
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        return digits > 0 && rest[digits..].StartsWith(separator, StringComparison.Ordinal);
    }
}
