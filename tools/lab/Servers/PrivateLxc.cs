namespace BalloonExporter.Lab;

/// <summary>
/// A libvirt daemon of our own that runs containers. Its driver works for root only and always uses the system's folders, so it lives
/// in a mount namespace in which those are ours; the machine's own daemon notices nothing.
/// </summary>
public sealed class PrivateLxc : IAsyncDisposable
{
    private const string Driver = "libvirt_driver_lxc.so";

    // The second line: libvirt's containers do not start where both versions of cgroups are mounted.
    private const string InOurFolders = """
        for folder in run lib log cache; do target=/var/$folder/libvirt; [ $folder = run ] && target=/run/libvirt; mkdir -p $target && mount --bind "$1/$folder" $target || exit 1; done
        if [ -d /sys/fs/cgroup/unified ]; then umount -l /sys/fs/cgroup/unified; fi
        exec libvirtd --config "$1/libvirtd.conf" --pid-file "$1/run/libvirtd.pid"
        """;

    private readonly LabFolder _folder;
    private readonly ChildProcess _daemon;

    private PrivateLxc(LabFolder folder, ChildProcess daemon)
    {
        _folder = folder;
        _daemon = daemon;
        Virsh = new Virsh(Uri);
    }

    public string Uri => $"lxc:///system?socket={_folder.PathOf("lxc", "run", "libvirt-sock")}";

    public Virsh Virsh { get; }

    public static async Task<PrivateLxc> StartAsync(LabFolder folder)
    {
        if (!Environment.IsPrivilegedProcess)
            throw new LabException("libvirt runs containers for root only: sudo ./test.sh");
        if (SystemFolders.FindDriver(Driver) is not { } driver)
            throw new LabException("libvirt's driver for containers is missing: sudo apt-get install libvirt-daemon-driver-lxc");
        var path = folder.PathOf("lxc");
        foreach (var part in (string[])["run", "lib", "log", "cache", "drivers"])
            Directory.CreateDirectory(Path.Combine(path, part));
        // QEMU's driver refuses to start where its user is missing, and is not needed.
        File.CreateSymbolicLink(Path.Combine(path, "drivers", Driver), driver);
        await folder.WriteAsync(
            Path.Combine("lxc", "libvirtd.conf"), $"log_level = 3\nlog_outputs = \"3:stderr\"\nunix_sock_dir = \"{path}/run\"\nauth_unix_rw = \"none\"\n");
        var daemon = await ChildProcess.StartAsync(
            folder,
            "libvirtd-lxc",
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", InOurFolders, "sh", path],
            new Dictionary<string, string> { ["LIBVIRT_DRIVER_DIR"] = Path.Combine(path, "drivers") });
        var lxc = new PrivateLxc(folder, daemon);
        try
        {
            await daemon.WaitUntilAsync("answer on its socket", lxc.IsAnsweringAsync, TimeSpan.FromSeconds(15));
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }

        return lxc;
    }

    /// <summary>Starts a container that does nothing, and ends by itself after a while.</summary>
    public async Task CreateContainerAsync(string name, int memoryMib)
    {
        var file = await _folder.WriteAsync(Path.Combine("lxc", name + ".xml"), $"""
            <domain type='lxc'>
              <name>{name}</name>
              <memory unit='MiB'>{memoryMib}</memory>
              <os><type>exe</type><init>/bin/sleep</init><initarg>120</initarg></os>
              <devices><console type='pty'/></devices>
            </domain>
            """);
        await Virsh.RunAsync(["create", file]);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Virsh.DestroyAllAsync();
        }
        catch (LabException)
        {
            // The daemon is gone; its containers end by themselves.
        }

        await _daemon.DisposeAsync();
    }

    private async Task<bool> IsAnsweringAsync(CancellationToken cancel)
    {
        try
        {
            await Virsh.RunAsync(["list", "--uuid"], TimeSpan.FromSeconds(5), cancel);
            return true;
        }
        catch (LabException)
        {
            return false;
        }
    }
}
