using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BalloonExporter.Tests;

internal static class TestSetup
{
    // Of some users every new file may be written by their group, which is refused of secrets.
    private const int GroupAndOthersWrite = 0x12;

    [ModuleInitializer]
    internal static void NewFilesAreForTheirOwnerToWrite() => _ = SetMask(GroupAndOthersWrite);

    // Without strict mode a snapshot that is missing is written and the test passes.
    [ModuleInitializer]
    internal static void MissingSnapshotsFail() => Environment.SetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE", "true");

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetMask(int mask);
}
