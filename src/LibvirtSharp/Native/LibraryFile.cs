using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>The shared library behind this binding.</summary>
internal static class LibraryFile
{
    /// <summary>The run-time name (soname): "libvirt.so" without a number exists only where the development package is installed.</summary>
    internal const string Name = "libvirt.so.0";

    /// <summary>Loads the library at the start, so that a missing library gives one clear message, not an error in the first call.</summary>
    internal static void Require(string name)
    {
        try
        {
            // Never freed: libvirt keeps threads and callbacks, and unloading it is not supported.
            _ = NativeLibrary.Load(name);
        }
        catch (Exception reason) when (reason is DllNotFoundException or BadImageFormatException)
        {
            throw new LibvirtNotInstalledException(reason);
        }
    }
}
