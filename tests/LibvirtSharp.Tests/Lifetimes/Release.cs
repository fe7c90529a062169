using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Lifetimes;

/// <summary>Finalisers and libvirt's own clean-up run when they like: these wait for them.</summary>
internal static class Release
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    internal static void Await(Func<bool> done, string what)
    {
        var deadline = TimeProvider.System.GetTimestamp();
        while (!done())
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < Patience, what);
            Thread.Yield();
        }
    }

    /// <summary>Domains forgotten by earlier tests are collected first, so that they do not disturb the count.</summary>
    internal static int LiveDomains()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return DomainHandle.Live;
    }
}
