using System.Globalization;
using System.Text;

namespace BalloonExporter.Lab;

/// <summary>What /proc says about one process.</summary>
public static class ProcFile
{
    public static bool IsAlive(int processId)
    {
        var status = Read(processId, "stat");
        // The state follows the command name, which is in parentheses and may hold anything.
        var end = status.LastIndexOf(')');
        return end >= 0 && status.Length > end + 2 && status[end + 2] is not ('Z' or 'X');
    }

    /// <summary>Clock ticks from boot to the start of the process; with the id it names a process for good.</summary>
    public static string? StartTime(int processId)
    {
        var status = Read(processId, "stat");
        var end = status.LastIndexOf(')');
        return end < 0 ? null : status[(end + 2)..].Split(' ')[19];
    }

    /// <summary>Whether the command line or the environment of the process names the folder: only then is it ours to end.</summary>
    public static bool Mentions(int processId, string folder) =>
        Read(processId, "cmdline").Contains(folder, StringComparison.Ordinal)
        || Read(processId, "environ").Contains(folder, StringComparison.Ordinal);

    public static long? ResidentBytes(int processId) => StatusKib(processId, "VmRSS:") * 1024;

    public static long? PeakResidentBytes(int processId) => StatusKib(processId, "VmHWM:") * 1024;

    /// <summary>Time the process has spent on a processor so far.</summary>
    public static TimeSpan? ProcessorTime(int processId)
    {
        var status = Read(processId, "stat");
        var end = status.LastIndexOf(')');
        if (end < 0)
            return null;
        var fields = status[(end + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        // USER_HZ is 100 on every Linux .NET runs on.
        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    public static int? OpenFiles(int processId)
    {
        try
        {
            return Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? StatusKib(int processId, string field)
    {
        foreach (var line in Read(processId, "status").Split('\n'))
        {
            if (line.StartsWith(field, StringComparison.Ordinal))
                return long.Parse(line[field.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        }

        return null;
    }

    private static string Read(int processId, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{processId}/{file}")).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
