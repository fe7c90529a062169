using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>libvirt's client library, found at run time.</summary>
internal static class LibvirtLibrary
{
    /// <summary>Loads it and starts its event loop. Returns what to do when it is missing, or null.</summary>
    public static string? TryLoad()
    {
        try
        {
            LibvirtSharp.Libvirt.Initialize();
            LibvirtSharp.Libvirt.StartEventLoop();
            return null;
        }
        catch (LibvirtNotInstalledException exception)
        {
            return exception.Message;
        }
    }
}
