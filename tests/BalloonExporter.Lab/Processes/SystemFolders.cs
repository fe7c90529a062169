using System.Diagnostics;

namespace BalloonExporter.Lab;

/// <summary>Debian keeps libvirtd in /usr/sbin, which is not on a normal user's path.</summary>
internal static class SystemFolders
{
    public static void AddTo(ProcessStartInfo start) => start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH") + ":/usr/sbin:/sbin";
}
