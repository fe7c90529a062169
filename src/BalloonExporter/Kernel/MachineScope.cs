using System.Text;

namespace BalloonExporter.Kernel;

/// <summary>
/// The control group that libvirt's system daemon makes for a domain. Only root makes groups outside the user's own slice, so a process in
/// one is libvirt's. The whole path counts: anybody may give a group of his own the name of a machine.
/// </summary>
internal static class MachineScope
{
    private const string Slice = ".slice";
    private const string Partition = ".partition";

    /// <summary>Groups that libvirt makes within a domain's for its threads.</summary>
    public static IReadOnlyList<string> InnerGroups { get; } = ["/emulator", "/libvirt"];

    /// <summary>Whether a process is in the scope of a QEMU domain.</summary>
    /// <param name="membership">What <c>/proc/PID/cgroup</c> says.</param>
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

    /// <summary>Whether the path of a group leads out of what this process may see: it is in a control group namespace of its own.</summary>
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
