using System.Runtime.CompilerServices;

namespace BalloonExporter.Tests;

internal static class TestSetup
{
    // Without strict mode a snapshot that is missing is written and the test passes.
    [ModuleInitializer]
    internal static void MissingSnapshotsFail() => Environment.SetEnvironmentVariable("SNAPSHOOTER_STRICT_MODE", "true");
}
