using System.Runtime.CompilerServices;
using System.Runtime.Versioning;

// Modes of files, pipes and sockets are tried: on systems that have them.
[assembly: UnsupportedOSPlatform("windows")]

namespace BalloonExporter.Tests;

internal static class TestSetup
{
    // Without strict mode a snapshot that is missing is written and the test passes.
    [ModuleInitializer]
    internal static void MissingSnapshotsFail() => Environment.SetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE", "true");
}
