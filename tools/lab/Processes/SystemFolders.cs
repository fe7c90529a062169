using System.Diagnostics;

namespace BalloonExporter.Lab;

/// <summary>Debian keeps libvirtd in /usr/sbin, which is not on a normal user's path, and its drivers below the machine's architecture.</summary>
internal static class SystemFolders
{
    private const string Libraries = "/usr/lib";

    public static void AddTo(ProcessStartInfo start) => start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin";

    /// <summary>A driver of libvirt's daemon; null when it is not installed.</summary>
    public static string? FindDriver(string file) => Directory.GetDirectories(Libraries, "*-linux-gnu")
        .Select(folder => Path.Combine(folder, "libvirt", "connection-driver", file)).FirstOrDefault(File.Exists);
}
