using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>The read-only session for events. Calls that may wait for a domain, even for its lock, use other sessions.</summary>
internal sealed class EventSession(string uri, HypervisorEvents events, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(uri);

    protected override void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
        events.Attach(connection, attached);
    }
}
