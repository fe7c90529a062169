using BalloonExporter.Core.Model;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Libvirt;

namespace BalloonExporter.Tests.Kernel;

/// <summary>A copy of the recorded <c>/proc</c> in which processes come and go.</summary>
internal sealed class ProcCopy : IDisposable
{
    private const string Template = "4711";
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public ProcCopy()
    {
        File.Copy(Fixture.PathOf("proc-domains/uptime"), Path.Combine(_folder, "uptime"));
        Copy(Template);
    }

    public QemuProcesses Processes(TimeProvider time, PidFiles? pidFiles = null) => new(new SteadyClock(time), _folder, Fixture.PathOf("cgroup"), pidFiles);

    /// <summary>A process with the same arguments in a group that its user made.</summary>
    public void AddForged(string number, Guid uuid)
    {
        Add(number, uuid);
        File.WriteAllText(Path.Combine(_folder, number, "cgroup"), "0::/user.slice/user-1000.slice/user@1000.service/machine/qemu-1-shop.libvirt-qemu\n");
    }

    public void Add(string number, Guid uuid)
    {
        Copy(number);
        Rewrite(number, "cmdline", "00000000-0000-4000-8000-000000000001", uuid.ToString());
    }

    public void Replace(string number, Guid uuid, string startTicks)
    {
        Rewrite(number, "cmdline", "00000000-0000-4000-8000-000000000001", uuid.ToString());
        Rewrite(number, "stat", " 12345 ", $" {startTicks} ");
    }

    public void Remove(string number) => Directory.Delete(Path.Combine(_folder, number), recursive: true);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Copy(string number)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, number)).FullName;
        foreach (var file in Directory.GetFiles(Fixture.PathOf($"proc-domains/{Template}")))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private void Rewrite(string number, string file, string from, string to)
    {
        var path = Path.Combine(_folder, number, file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
    }
}
