using System.Runtime.InteropServices;
using LibvirtSharp.Native;

namespace LibvirtSharp;

public sealed partial class LibvirtConnection
{
    /// <summary>
    /// The domains of the host
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectListAllDomains">virConnectListAllDomains</see>),
    /// running or not.
    /// Each is to be disposed.
    /// </summary>
    public unsafe IReadOnlyList<LibvirtDomain> ListDomains(ListDomainsFlags flags = 0)
    {
        nint* list = null;
        var count = Check.ThrowIfNegative(VirConnect.ListAllDomains(Handle, out list, (uint)flags));
        try
        {
            // First everything gets an owner, so that nothing leaks whatever happens next.
            var handles = new DomainHandle[count];
            for (var i = 0; i < count; i++)
                handles[i] = DomainHandle.Adopt(list[i]);
            return Array.ConvertAll(handles, handle => new LibvirtDomain(_handle, handle));
        }
        finally
        {
            NativeMemory.Free(list);
        }
    }

    /// <summary>
    /// Looks a domain up
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainLookupByUUID">virDomainLookupByUUID</see>).
    /// </summary>
    /// <returns>Null when there is none (any more). To be disposed.</returns>
    public unsafe LibvirtDomain? FindDomain(Guid uuid)
    {
        var bytes = stackalloc byte[16];
        uuid.TryWriteBytes(new Span<byte>(bytes, 16), bigEndian: true, out _);
        var domain = VirDomain.LookupByUUID(Handle, bytes);
        if (domain == 0)
            return LastError.Code == LibvirtErrorCode.NoDomain ? null : throw LastError.ToException("VirDomain.LookupByUUID");
        return Adopt(domain);
    }

    /// <summary>
    /// Stores the configuration of a domain without starting it
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainDefineXML">virDomainDefineXML</see>). To be disposed.
    /// </summary>
    public LibvirtDomain DefineDomain(string xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return Adopt(Check.ThrowIfInvalid(VirDomain.DefineXML(Handle, xml)));
    }

    /// <summary>
    /// Starts a domain that exists only as long as it runs
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateXML">virDomainCreateXML</see>). To be disposed.
    /// </summary>
    public LibvirtDomain CreateDomain(string xml, DomainCreateFlags flags = DomainCreateFlags.None)
    {
        ArgumentNullException.ThrowIfNull(xml);
        return Adopt(Check.ThrowIfInvalid(VirDomain.CreateXML(Handle, xml, (uint)flags)));
    }

    private LibvirtDomain Adopt(nint domain) => new(_handle, DomainHandle.Adopt(domain));
}
