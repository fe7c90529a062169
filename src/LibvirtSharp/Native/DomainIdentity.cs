namespace LibvirtSharp.Native;

/// <summary>Name and UUID of a virDomain. Both are stored in the object itself: no round trip to the daemon.</summary>
internal static unsafe class DomainIdentity
{
    internal static Guid Uuid(nint domain)
    {
        var bytes = stackalloc byte[16];
        Check.ThrowIfNegative(VirDomain.GetUUID(domain, bytes));
        // libvirt's bytes are in the order of the text, unlike a GUID of Windows.
        return new Guid(new ReadOnlySpan<byte>(bytes, 16), bigEndian: true);
    }

    internal static string Name(nint domain) => NativeText.Copy(Check.ThrowIfNull(VirDomain.GetName(domain)));
}
