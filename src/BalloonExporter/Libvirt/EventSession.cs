using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>The read-only session that events come over. Whatever may wait for a domain, even for its lock, is asked over another one.</summary>
internal sealed class EventSession(string uri, HypervisorEvents events, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(uri);

    protected override void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
        events.Attach(connection, attached);
    }
}
