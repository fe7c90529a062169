using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>The read-only session for what cannot hang on a guest: states, XML. Events come over it.</summary>
internal sealed class EventSession(string uri, HypervisorEvents events, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(uri);

    protected override void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
        events.Attach(connection, attached);
    }
}
