using BalloonExporter.Kernel;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>The folder of a session daemon's sockets with its pid files.</summary>
internal sealed class RunFolder : IDisposable
{
    private readonly string _sockets = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly string _files;

    public RunFolder()
    {
        _files = Directory.CreateDirectory(Path.Combine(_sockets, "qemu", "run")).FullName;
        Files = PidFiles.Of([new Uri($"qemu:///session?socket={_sockets}/libvirt-sock")]);
    }

    public PidFiles Files { get; }

    public void Write(string domain, string number, DateTimeOffset at)
    {
        var file = Path.Combine(_files, domain + ".pid");
        File.WriteAllText(file, number);
        File.SetLastWriteTimeUtc(file, at.UtcDateTime);
    }

    public void Dispose() => Directory.Delete(_sockets, recursive: true);
}
