using System.Diagnostics;
using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>
/// Ends what a lab left behind when its process was killed: libvirt makes a daemon of every QEMU, so those outlive us.
/// Only processes named by a pid file inside the lab's folder, and only while they still mention that folder.
/// </summary>
internal static class Reaper
{
    private const int MostTries = 100;

    public static string OwnerFile(string folder) => Path.Combine(folder, "owner");

    public static async Task ReapAsync(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, LabFolder.Prefix + "????????"))
        {
            if (!IsAbandoned(folder))
                continue;
            await EndProcessesAsync(folder);
            Delete(folder);
        }
    }

    public static Task EndProcessesAsync(string folder) => EndProcessesAsync(folder, folder);

    /// <summary>Ends the processes that a pid file below <paramref name="part"/> names and that mention <paramref name="folder"/>.</summary>
    public static async Task EndProcessesAsync(string folder, string part)
    {
        var ours = PidsIn(part).Where(pid => ProcFile.Mentions(pid, folder)).ToList();
        foreach (var pid in ours)
            Signals.SendKill(pid);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(5) && ours.Exists(ProcFile.IsAlive))
            await Task.Delay(20);
    }

    public static void Delete(string folder)
    {
        // Two reapers at one folder get in each other's way, and each of them gives up in the middle. Each try leaves less.
        for (var tries = 0; tries < MostTries && Directory.Exists(folder); tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Something of it was gone already, or is being written at this moment.
            }
            catch (UnauthorizedAccessException)
            {
                // Another user's: it costs some disk space, nothing else.
                return;
            }
        }
    }

    private static bool IsAbandoned(string folder)
    {
        try
        {
            var owner = File.ReadAllText(OwnerFile(folder)).Split(' ');
            return owner.Length == 2
                && int.TryParse(owner[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && !(ProcFile.IsAlive(pid) && ProcFile.StartTime(pid) == owner[1]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No owner file: not a lab's folder, or one that is being made at this moment.
            return false;
        }
    }

    private static IEnumerable<int> PidsIn(string folder)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(folder, "*.pid", SearchOption.AllDirectories);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break;
        }

        foreach (var file in files)
        {
            if (ReadPid(file) is { } pid)
                yield return pid;
        }
    }

    public static int? ReadPid(string file)
    {
        try
        {
            return int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
