using System.Globalization;

namespace LibvirtSharp.Native;

/// <summary>
/// libvirt writes to the daemon's socket without MSG_NOSIGNAL: when the daemon dies, the next call raises SIGPIPE, and that ends a process
/// that neither ignores nor handles it. .NET ignores it by itself, both on CoreCLR and under Native AOT, but a host that embeds the
/// runtime may not, and nothing documents it as a promise. So it is looked up, and put right where needed.
/// </summary>
internal static class BrokenPipeSignal
{
    internal static void EnsureHarmless()
    {
        if (!IsHarmless())
            _ = Libc.Signal(Libc.SigPipe, Libc.SigIgn);
    }

    /// <summary>Ignored, or handled by somebody: a handler of the host's own is left alone.</summary>
    internal static bool IsHarmless()
    {
        foreach (var line in File.ReadLines("/proc/self/status"))
        {
            if ((line.StartsWith("SigIgn:", StringComparison.Ordinal) || line.StartsWith("SigCgt:", StringComparison.Ordinal))
                && HasSignal(line.AsSpan(7), Libc.SigPipe))
                return true;
        }
        return false;
    }

    internal static bool HasSignal(ReadOnlySpan<char> hexadecimalMask, int signal) =>
        ulong.TryParse(hexadecimalMask.Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mask)
        && (mask & (1ul << (signal - 1))) != 0;
}
