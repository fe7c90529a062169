using System.Diagnostics;

namespace BalloonExporter.Lab;

/// <summary>Clears up at once when this process is killed: nothing in it can do so then.</summary>
/// <remarks>
/// A shell in a session of its own holds the reading end of a pipe. The kernel closes the other end with this process, whatever ends
/// it; then the shell becomes a reaper. After an ordinary end that one finds nothing.
/// </remarks>
internal static class Watchdog
{
    private const string ReapAtTheEnd = """cat > /dev/null; exec "$@" > /dev/null 2>&1""";

    // Kept for as long as the process lives: the pipe would close with the object.
    private static readonly Lazy<Process> Shell = new(Start);

    public static void EnsureStarted() => _ = Shell.Value;

    private static Process Start()
    {
        var reaper = typeof(Watchdog).Assembly.Location;
        var start = new ProcessStartInfo("setsid", ["sh", "-c", ReapAtTheEnd, "watchdog", "dotnet", reaper, "reap"]) { RedirectStandardInput = true };
        try
        {
            return Process.Start(start) ?? throw new LabException("setsid did not start");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new LabException($"setsid could not be started: {e.Message}: tests/packages.sh servers", e);
        }
    }
}
