using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

internal static partial class Libc
{
    internal const int SigPipe = 13;
    internal const nint SigIgn = 1;

    // signal, not sigaction: its signature is the same on every architecture, the struct of the other is not.
    [LibraryImport("libc", EntryPoint = "signal")]
    internal static partial nint Signal(int number, nint handler);
}
