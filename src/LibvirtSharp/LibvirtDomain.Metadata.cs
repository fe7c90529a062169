using LibvirtSharp.Native;

namespace LibvirtSharp;

public sealed partial class LibvirtDomain
{
    /// <summary>
    /// Reads metadata (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetMetadata">virDomainGetMetadata</see>).
    /// </summary>
    /// <param name="type">Title, description or an element of a namespace of one's own.</param>
    /// <param name="namespaceUri">The namespace of the element; null for the others.</param>
    /// <param name="flags">Of the running domain, or of its configuration.</param>
    /// <returns>The text, or the element as XML; null when there is none.</returns>
    public unsafe string? GetMetadata(DomainMetadataType type, string? namespaceUri, DomainModificationFlags flags)
    {
        var text = VirDomain.GetMetadata(Handle, (int)type, namespaceUri, (uint)flags);
        if (text is null)
            return LastError.Code == LibvirtErrorCode.NoDomainMetadata ? null : throw LastError.ToException("VirDomain.GetMetadata");
        return NativeText.Take(text);
    }

    /// <summary>
    /// Writes metadata
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSetMetadata">virDomainSetMetadata</see>).
    /// </summary>
    /// <param name="type">Title, description or an element of a namespace of one's own.</param>
    /// <param name="metadata">The text, or the element as XML; null removes it.</param>
    /// <param name="key">The prefix of the namespace; null for title and description, and to remove.</param>
    /// <param name="namespaceUri">The namespace of the element; null for the others.</param>
    /// <param name="flags">On the running domain, its configuration, or both.</param>
    public void SetMetadata(
        DomainMetadataType type, string? metadata, string? key, string? namespaceUri, DomainModificationFlags flags) =>
        Check.ThrowIfNegative(VirDomain.SetMetadata(Handle, (int)type, metadata, key, namespaceUri, (uint)flags));
}
