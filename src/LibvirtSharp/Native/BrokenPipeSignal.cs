using System.Globalization;

namespace LibvirtSharp.Native;

/// <summary>
/// libvirt writes to the daemon's socket without MSG_NOSIGNAL. When the daemon dies, the next call raises SIGPIPE, which ends a process
/// that neither ignores nor handles it. .NET ignores SIGPIPE, on CoreCLR and under Native AOT, but this is not documented, and a host
/// that embeds the runtime may change it. So the disposition is checked and set to ignore if needed.
/// </summary>
internal static class BrokenPipeSignal
{
    internal static void EnsureHarmless()
    {
        if (!IsHarmless())
            _ = Libc.Signal(Libc.SigPipe, Libc.SigIgn);
    }

    /// <summary>Whether SIGPIPE is ignored or handled. An existing handler is left in place.</summary>
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
