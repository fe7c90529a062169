using System.Runtime.InteropServices;

namespace BalloonExporter.Lab;

/// <summary>kill(2), by process id only.</summary>
public static partial class Signals
{
    private const int Terminate = 15;
    private const int Kill = 9;
    private const int Stop = 19;
    private const int Continue = 18;
    private const int HangUp = 1;
    private const int Interrupt = 2;

    public static bool SendTerminate(int processId) => Send(processId, Terminate);

    public static bool SendKill(int processId) => Send(processId, Kill);

    public static bool SendStop(int processId) => Send(processId, Stop);

    public static bool SendContinue(int processId) => Send(processId, Continue);

    public static bool SendHangUp(int processId) => Send(processId, HangUp);

    public static bool SendInterrupt(int processId) => Send(processId, Interrupt);

    // Zero and negative ids mean whole groups, or everything there is.
    private static bool Send(int processId, int signal) => processId > 1 && NativeKill(processId, signal) == 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int NativeKill(int processId, int signal);
}
