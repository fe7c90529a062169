using System.Globalization;
using System.Text;

namespace BalloonExporter.Hypervisor;

/// <summary>Finds QEMU's processes in <c>/proc</c>. Works for any user unless <c>/proc</c> is mounted with hidepid.</summary>
internal static class QemuProcesses
{
    // USER_HZ is 100 on every architecture on which Linux runs QEMU.
    private const double TicksPerSecond = 100;

    // Field 22 of /proc/PID/stat; the first two stand before the end of the command name, which may hold spaces.
    private const int StartTimeField = 22 - 3;

    private static ReadOnlySpan<byte> UuidOption => "\0-uuid\0"u8;

    /// <summary>When the process of each domain started.</summary>
    public static Dictionary<Guid, DateTimeOffset> StartTimes()
    {
        var starts = new Dictionary<Guid, DateTimeOffset>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!char.IsAsciiDigit(Path.GetFileName(folder.AsSpan())[0]))
                continue;
            try
            {
                if (UuidOf(File.ReadAllBytes(Path.Combine(folder, "cmdline"))) is { } uuid
                    && StartTime(File.ReadAllText(Path.Combine(folder, "stat")), File.ReadAllText("/proc/stat")) is { } start)
                    starts[uuid] = start;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Processes end while /proc is walked, and some are not ours to see.
            }
        }

        return starts;
    }

    /// <summary>The value of <c>-uuid</c> on a command line with NUL between its words.</summary>
    internal static Guid? UuidOf(ReadOnlySpan<byte> commandLine)
    {
        const int guidLength = 36;
        var option = commandLine.IndexOf(UuidOption);
        if (option < 0 || commandLine.Length < option + UuidOption.Length + guidLength)
            return null;
        var text = Encoding.ASCII.GetString(commandLine.Slice(option + UuidOption.Length, guidLength));
        return Guid.TryParseExact(text, "D", out var uuid) ? uuid : null;
    }

    /// <summary>The start time that <c>/proc/PID/stat</c> and <c>/proc/stat</c> tell together.</summary>
    internal static DateTimeOffset? StartTime(string processStat, string stat)
    {
        var fields = processStat[(processStat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var bootLine = stat.Split('\n').FirstOrDefault(line => line.StartsWith("btime ", StringComparison.Ordinal));
        if (bootLine is null || fields.Length <= StartTimeField
            || !long.TryParse(fields[StartTimeField], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            || !long.TryParse(bootLine.AsSpan("btime ".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var bootedAt))
            return null;
        return DateTimeOffset.FromUnixTimeSeconds(bootedAt).AddSeconds(ticks / TicksPerSecond);
    }
}
