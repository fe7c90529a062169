using System.Runtime.CompilerServices;

// All connections to test:///default in a process share one simulated host, and the event loop is one per process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace LibvirtSharp.Tests;

internal static class TestSetup
{
    [ModuleInitializer]
    internal static void StartEventLoopBeforeTheFirstConnection() => Libvirt.StartEventLoop();
}
