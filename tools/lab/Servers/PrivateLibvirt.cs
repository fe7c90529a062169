namespace BalloonExporter.Lab;

/// <summary>
/// A libvirt daemon of our own in session mode: its own folders and socket, never the machine's daemon with its real guests.
/// </summary>
public sealed class PrivateLibvirt : IAsyncDisposable
{
    // libvirt looks for hooks in the machine's own folder only: here that is ours, in a mount namespace. Then as the lab's user.
    private const string WithHooks = """
        mkdir -p /etc/libvirt && mount --bind "$1" /etc/libvirt || exit 1
        shift
        exec "$@"
        """;

    private readonly LabFolder _folder;
    private readonly string? _hooks;
    private readonly Dictionary<string, string> _environment;
    private ChildProcess _daemon = null!;

    private PrivateLibvirt(LabFolder folder, string? hooks)
    {
        _folder = folder;
        _hooks = hooks;
        _environment = new Dictionary<string, string>
        {
            ["HOME"] = folder.PathOf("home"),
            ["XDG_RUNTIME_DIR"] = folder.PathOf("run"),
            ["XDG_CONFIG_HOME"] = folder.PathOf("cfg"),
            ["XDG_CACHE_HOME"] = folder.PathOf("cache"),
            ["XDG_DATA_HOME"] = folder.PathOf("data"),
        };
        Virsh = new Virsh(Uri);
    }

    /// <summary>Serves read-only connections too: a session daemon has one socket, the client asks for fewer rights on it.</summary>
    public string Uri => $"qemu:///session?socket={_folder.PathOf("run", "libvirt", "libvirt-sock")}";

    public LabFolder Folder => _folder;

    public Virsh Virsh { get; }

    public int ProcessId => _daemon.Id;

    public string LogTail => _daemon.Tail();

    /// <summary>The process of a running domain.</summary>
    public int QemuProcessId(string domain) =>
        Reaper.ReadPid(QemuPidFile(domain)) ?? throw new LabException($"{domain} has no QEMU process");

    private string QemuPidFile(string domain) => _folder.PathOf("run", "libvirt", "qemu", "run", domain + ".pid");

    /// <param name="folder">Where all of it lies.</param>
    /// <param name="hooks">A folder that the daemon takes for <c>/etc/libvirt</c>, with <c>hooks</c> in it: for root only. Null: none.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static async Task<PrivateLibvirt> StartAsync(LabFolder folder, string? hooks = null, CancellationToken cancel = default)
    {
        var libvirt = new PrivateLibvirt(folder, hooks);
        foreach (var path in libvirt._environment.Values)
            Directory.CreateDirectory(path);
        Directory.CreateDirectory(folder.PathOf("cfg", "libvirt"));
        Directory.CreateDirectory(folder.PathOf("guests"));
        // "file": QEMU writes its own log, so no virtlogd starts that would have to be found and ended.
        await folder.WriteAsync(System.IO.Path.Combine("cfg", "libvirt", "qemu.conf"), "stdio_handler = \"file\"\n");
        await folder.WriteAsync("libvirtd.conf", "log_level = 3\nlog_outputs = \"3:stderr\"\n");
        foreach (var path in libvirt._environment.Values.Append(folder.PathOf("guests")))
            await LabUser.OwnAsync(path);
        await libvirt.StartDaemonAsync(cancel);
        return libvirt;
    }

    /// <summary>SIGKILL, as a crash. The guests run on.</summary>
    public Task KillAsync() => _daemon.KillAsync();

    /// <summary>Starts the daemon again after <see cref="KillAsync"/>; it finds its running guests by itself.</summary>
    public async Task RestartAsync(CancellationToken cancel = default)
    {
        await _daemon.DisposeAsync();
        await StartDaemonAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_daemon.HasExited)
        {
            try
            {
                await Virsh.DestroyAllAsync();
            }
            catch (LabException)
            {
                // A frozen guest or daemon: the folder's owner ends the processes themselves.
            }
        }

        await _daemon.DisposeAsync();
        await Reaper.EndProcessesAsync(_folder.Path, _folder.PathOf("run", "libvirt"));
    }

    private async Task StartDaemonAsync(CancellationToken cancel)
    {
        // In the foreground: it dies with us, and its process id is known without asking.
        string[] command =
        [
            "libvirtd",
            "--config", _folder.PathOf("libvirtd.conf"),
            "--pid-file", _folder.PathOf("run", "libvirtd.pid"),
        ];
        if (_hooks is not null)
            command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", WithHooks, "sh", _hooks, "setpriv", .. LabUser.Current!.SetprivArguments, "--pdeathsig", "KILL", "--", .. command];
        _daemon = await ChildProcess.StartAsync(_folder, "libvirtd", command, _environment, asLabUser: _hooks is null);
        try
        {
            await _daemon.WaitUntilAsync("answer on its socket", IsAnsweringAsync, TimeSpan.FromSeconds(30), cancel);
        }
        catch
        {
            await _daemon.DisposeAsync();
            throw;
        }
    }

    private async Task<bool> IsAnsweringAsync(CancellationToken cancel)
    {
        if (!File.Exists(_folder.PathOf("run", "libvirt", "libvirt-sock")))
            return false;
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
