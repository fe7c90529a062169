using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>
/// Cgroups of a guest's own, named as libvirt's system daemon names them: the session daemon of the lab makes none. In the first
/// version that counts memory, in the second, or in both where both are mounted (systemd's hybrid hierarchy).
/// </summary>
internal sealed class GuestCgroup : IAsyncDisposable
{
    private const string Root = "/sys/fs/cgroup";
    private static readonly string Hybrid = Path.Combine(Root, "unified");
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(5);

    private readonly List<string> _folders = [];

    /// <summary>Moves a process into new groups. What it has allocated before stays charged to where it was.</summary>
    public static async Task<GuestCgroup> EnterAsync(int processId, string domain)
    {
        var group = new GuestCgroup();
        try
        {
            foreach (var parent in Parents(await File.ReadAllLinesAsync($"/proc/{processId}/cgroup")))
            {
                var folder = Path.Combine(parent, $"machine-qemu-{processId}-{domain}.scope");
                Directory.CreateDirectory(folder);
                group._folders.Add(folder);
                await File.WriteAllTextAsync(Path.Combine(folder, "cgroup.procs"), processId.ToString(CultureInfo.InvariantCulture));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await group.DisposeAsync();
            throw new LabException($"{domain}: no cgroup of its own: {e.Message}: be root, where {Root} is writable", e);
        }

        return group;
    }

    /// <summary>Removes the groups; no process may be left in them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _folders)
        {
            // A process that has ended leaves its group a moment later.
            for (var until = TimeProvider.System.GetUtcNow() + LeaveLimit; Directory.Exists(folder) && TimeProvider.System.GetUtcNow() < until;)
            {
                try
                {
                    Directory.Delete(folder);
                }
                catch (IOException)
                {
                    await Task.Delay(50);
                }
            }
        }
    }

    private static IEnumerable<string> Parents(string[] membership)
    {
        foreach (var line in membership)
        {
            if (line.Split(':', 3) is not [_, var controllers, var path])
                continue;
            if (controllers.Split(',').Contains("memory"))
                yield return Path.Join(Root, "memory", path);
            // Beside the first version a group may be anywhere; alone, only groups right below the root count memory without ado.
            else if (controllers.Length == 0)
                yield return Directory.Exists(Hybrid) ? Path.Join(Hybrid, path) : Root;
        }
    }
}
