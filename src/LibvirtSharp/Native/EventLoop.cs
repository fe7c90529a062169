using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>The thread that runs libvirt's default event loop, from now until the process ends.</summary>
internal static unsafe class EventLoop
{
    internal static void Start()
    {
        Check.ThrowIfNegative(VirEvent.RegisterDefaultImpl());
        // One iteration sleeps until an event source that was registered at its start fires. With none registered this could be never, so
        // a timer bounds the sleep.
        Check.ThrowIfNegative(VirEvent.AddTimeout(1000, &OnTick, 0, 0));
        new Thread(Run) { IsBackground = true, Name = "libvirt events" }.Start();
    }

    private static void Run()
    {
        using var never = new ManualResetEventSlim();
        while (true)
        {
            if (VirEvent.RunDefaultImpl() >= 0)
                continue;
            CallbackFailure.Report(LastError.ToException("VirEvent.RunDefaultImpl"));
            never.Wait(1000); // A loop that fails must not spin.
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnTick(int timer, nint opaque)
    {
        // The timer only wakes the loop.
    }
}
