using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace BalloonExporter.Lab;

/// <summary>A real guest: Linux with a balloon driver, told over a serial line what to do with its memory.</summary>
public sealed class Guest : IAsyncDisposable
{
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private readonly PrivateLibvirt _libvirt;
    private readonly string _files;
    private SerialLine? _serial;
    private GuestCgroup? _cgroup;
    private bool _frozen;
    private bool _obeys;

    private Guest(PrivateLibvirt libvirt, GuestOptions options)
    {
        _libvirt = libvirt;
        Options = options;
        _files = libvirt.Folder.PathOf("guests", options.Name);
    }

    public GuestOptions Options { get; }

    public string Name => Options.Name;

    public Guid Uuid => Options.Uuid;

    public int QemuProcessId => _libvirt.QemuProcessId(Name);

    /// <summary>Creates the domain and returns at once; <see cref="WaitUntilBootedAsync"/> or <see cref="WaitForStatisticsAsync"/> follow.</summary>
    public static async Task<Guest> StartAsync(PrivateLibvirt libvirt, GuestOptions options, CancellationToken cancel = default)
    {
        var image = await (await GuestImage.BuildAsync(cancel)).CopyToAsync(libvirt.Folder);
        var guest = new Guest(libvirt, options);
        if (options.DiskMib > 0)
            await guest.CreateDiskAsync();
        var xml = await libvirt.Folder.WriteAsync(Path.Combine("guests", options.Name + ".xml"), DomainXml.OfGuest(options, image, guest._files));
        if (options.Persistent)
        {
            await libvirt.Virsh.RunAsync(["define", xml], cancel: cancel);
            await guest.StartAgainAsync(cancel);
        }
        else
        {
            await libvirt.Virsh.RunAsync(["create", xml], cancel: cancel);
        }

        return guest;
    }

    /// <summary>Starts several side by side and waits until each of them obeys commands.</summary>
    public static async Task<IReadOnlyList<Guest>> StartAllAsync(
        PrivateLibvirt libvirt,
        IEnumerable<GuestOptions> options,
        CancellationToken cancel = default)
    {
        var guests = new List<Guest>();
        foreach (var one in options)
            guests.Add(await StartAsync(libvirt, one, cancel));
        await Task.WhenAll(guests.Select(guest => guest.WaitUntilBootedAsync(cancel)));
        return guests;
    }

    /// <summary>Starts a persistent domain that is shut off.</summary>
    public Task StartAgainAsync(CancellationToken cancel = default)
    {
        _obeys = false;
        return _libvirt.Virsh.RunAsync(["start", Name], cancel: cancel);
    }

    /// <summary>Waits until the guest obeys commands.</summary>
    public async Task WaitUntilBootedAsync(CancellationToken cancel = default)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                // What is sent before the guest listens is lost: ask in short breaths.
                await SendAsync("ping", TimeSpan.FromMilliseconds(300), cancel);
                _obeys = true;
                return;
            }
            catch (LabException e)
            {
                if (watch.Elapsed > BootLimit)
                    throw new LabException($"{Name} does not obey commands after {BootLimit.TotalSeconds} s: {e.Message}\n{ConsoleTail()}");
                await Task.Delay(100, cancel);
            }
        }
    }

    /// <summary>Waits until libvirt has statistics of the balloon driver, and returns them.</summary>
    public async Task<BalloonStatistics> WaitForStatisticsAsync(CancellationToken cancel = default)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var statistics = await StatisticsAsync(cancel);
            if (statistics.HasGuestStatistics)
                return statistics;
            if (watch.Elapsed > BootLimit)
                throw new LabException($"libvirt has no guest statistics of {Name} after {BootLimit.TotalSeconds} s\n{ConsoleTail()}");
            await Task.Delay(100, cancel);
        }
    }

    public Task<BalloonStatistics> StatisticsAsync(CancellationToken cancel = default) => _libvirt.Virsh.StatisticsOfAsync(Name, cancel);

    /// <summary>
    /// Allocates so much in the guest under a name and returns when all of it is there; throws when it did not fit.
    /// </summary>
    public async Task FillAsync(string name, int mib, int mibPerSecond = 0, CancellationToken cancel = default)
    {
        var limit = AnswerLimit + TimeSpan.FromSeconds(mibPerSecond > 0 ? 2.0 * mib / mibPerSecond : mib / 20.0);
        await AskAsync(string.Create(CultureInfo.InvariantCulture, $"fill {name} {mib} {mibPerSecond}"), limit, cancel);
    }

    /// <summary>Gives back what was allocated under the name.</summary>
    public Task FreeAsync(string name, CancellationToken cancel = default) => AskAsync($"free {name}", AnswerLimit, cancel);

    /// <summary>Reads so much of the disk, which fills the page cache: memory that is in use and yet usable.</summary>
    public Task CacheAsync(int mib, CancellationToken cancel = default) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"cache {mib}"), TimeSpan.FromMinutes(2), cancel);

    public Task DropCachesAsync(CancellationToken cancel = default) => AskAsync("dropcaches", AnswerLimit, cancel);

    /// <summary>Makes the disk the guest's swap.</summary>
    public Task SwapOnAsync(CancellationToken cancel = default) => AskAsync("swapon", AnswerLimit, cancel);

    /// <summary>
    /// Begins to write into a container of the guest, within a limit of its own: what is more goes to the guest's swap while the guest itself has
    /// memory to use. Ends when so much is written.
    /// </summary>
    public Task ContainAsync(int limitMib, int mib, int mibPerSecond, CancellationToken cancel = default) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"contain {limitMib} {mib} {mibPerSecond}"), AnswerLimit, cancel);

    public async Task<GuestMemory> MemInfoAsync(CancellationToken cancel = default)
    {
        var numbers = (await AskAsync("meminfo", AnswerLimit, cancel)).Split(' ').Select(word => long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        return new GuestMemory(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
    }

    /// <summary>The guest's time since its boot, in seconds.</summary>
    public async Task<double> UptimeAsync(CancellationToken cancel = default) => double.Parse(await AskAsync("ping", AnswerLimit, cancel), CultureInfo.InvariantCulture);

    /// <summary>Begins a log of the guest's own memory; <see cref="WatchedMemory"/> reads it.</summary>
    public Task WatchMemoryAsync(CancellationToken cancel = default) => AskAsync("watch", AnswerLimit, cancel);

    /// <summary>What that log says so far.</summary>
    public IReadOnlyList<WatchedMemory> WatchedMemory() => Lab.WatchedMemory.ReadAll(_files + ".log");

    /// <summary>Whether the guest's kernel log tells of an OOM kill since boot.</summary>
    public async Task<bool> OomKilledAsync(CancellationToken cancel = default) =>
        await AskAsync("oom", AnswerLimit, cancel) != "0";

    public Task UnloadDriverAsync(CancellationToken cancel = default) => AskAsync("rmmod", AnswerLimit, cancel);

    public Task LoadDriverAsync(CancellationToken cancel = default) => AskAsync("insmod", AnswerLimit, cancel);

    /// <summary>Restarts the guest's kernel in the same QEMU and waits until it obeys commands again.</summary>
    public async Task RebootAsync(CancellationToken cancel = default)
    {
        await AskAsync("reboot", AnswerLimit, cancel);
        _obeys = false;
        await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        await WaitUntilBootedAsync(cancel);
    }

    /// <summary>Halts the guest's kernel: to libvirt it still runs, and nothing in it obeys any more, its balloon driver neither.</summary>
    public Task HaltAsync(CancellationToken cancel = default) => AskAsync("halt", AnswerLimit, cancel);

    public Task SetMemoryAsync(int mib, CancellationToken cancel = default) => _libvirt.Virsh.SetMemoryAsync(Name, mib * 1024L, cancel);

    public Task SuspendAsync(CancellationToken cancel = default) => _libvirt.Virsh.RunAsync(["suspend", Name], cancel: cancel);

    public Task ResumeAsync(CancellationToken cancel = default) => _libvirt.Virsh.RunAsync(["resume", Name], cancel: cancel);

    public async Task DestroyAsync(CancellationToken cancel = default)
    {
        await LetGoOfSerialAsync();
        await _libvirt.Virsh.RunAsync(["destroy", Name], cancel: cancel);
    }

    /// <summary>Stops the QEMU process itself, monitor and all: libvirt's calls about it hang.</summary>
    public void Freeze()
    {
        Signals.SendStop(QemuProcessId);
        _frozen = true;
    }

    public void Thaw()
    {
        Signals.SendContinue(QemuProcessId);
        _frozen = false;
    }

    /// <summary>The end of the guest's console.</summary>
    public string ConsoleTail(int lines = 20)
    {
        try
        {
            return string.Join('\n', File.ReadLines(_files + ".log").TakeLast(lines).Select(line => $"  | {line}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"  | no console: {e.Message}";
        }
    }

    /// <summary>Gives its QEMU process cgroups of its own, until it is disposed of.</summary>
    public async Task EnterOwnCgroupAsync() => _cgroup = await GuestCgroup.EnterAsync(QemuProcessId, Name);

    public async ValueTask DisposeAsync()
    {
        if (_frozen)
            Thaw();
        try
        {
            await DestroyAsync();
            if (Options.Persistent)
                await _libvirt.Virsh.RunAsync(["undefine", Name]);
        }
        catch (LabException)
        {
            // Already gone; disposing of the daemon ends what is left.
        }

        if (_cgroup is { } cgroup)
            await cgroup.DisposeAsync();
    }

    // A driver that answers is not yet a guest that listens.
    private async Task<string> AskAsync(string command, TimeSpan limit, CancellationToken cancel)
    {
        if (!_obeys)
            await WaitUntilBootedAsync(cancel);
        return await SendAsync(command, limit, cancel);
    }

    private async Task<string> SendAsync(string command, TimeSpan limit, CancellationToken cancel)
    {
        try
        {
            _serial ??= await SerialLine.ConnectAsync(_files + ".sock", cancel);
            return await _serial.AskAsync(command, limit, cancel);
        }
        catch (SocketException e)
        {
            throw new LabException($"{Name}: no serial line: {e.Message}", e);
        }
        catch (LabException e)
        {
            throw new LabException($"{Name}: {e.Message}", e);
        }
    }

    private async Task LetGoOfSerialAsync()
    {
        if (_serial is { } serial)
        {
            _serial = null;
            await serial.DisposeAsync();
        }
    }

    private async Task CreateDiskAsync()
    {
        var file = Options.DiskFile(_files);
        await using (var disk = File.Create(file))
            disk.SetLength(Options.DiskMib * 1024L * 1024);
        await LabUser.OwnAsync(file);
    }
}
