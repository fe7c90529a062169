using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>
/// Owns one reference on a virDomain. The domain itself holds a reference on its connection inside libvirt, so the order in which the
/// two are released, by finalisers too, does not matter.
/// </summary>
internal sealed class DomainHandle() : SafeHandle(0, ownsHandle: true)
{
    private static int _live;

    /// <summary>Number of handles not yet released, in the whole process. Lets a test detect a leak.</summary>
    internal static int Live => Volatile.Read(ref _live);

    /// <summary>Takes over a reference that the caller owns.</summary>
    internal static DomainHandle Adopt(nint domain)
    {
        var handle = new DomainHandle();
        handle.SetHandle(domain);
        Interlocked.Increment(ref _live);
        return handle;
    }

    public override bool IsInvalid => handle == 0;

    internal nint Pointer => handle;

    protected override bool ReleaseHandle()
    {
        Interlocked.Decrement(ref _live);
        return VirDomain.Free(handle) == 0;
    }
}
