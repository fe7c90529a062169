using System.Runtime.CompilerServices;

// All connections to test:///default in a process share one simulated host, and the event loop is one per process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
// Its library is needed from the start, see below.
[assembly: AssemblyTrait("needs", "debian")]

namespace LibvirtSharp.Tests;

internal static class TestSetup
{
    [ModuleInitializer]
    internal static void StartEventLoopBeforeTheFirstConnection() => Libvirt.StartEventLoop();
}
