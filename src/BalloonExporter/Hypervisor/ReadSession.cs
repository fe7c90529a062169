using BalloonExporter.Options;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>The read-only session: all that is read goes through it, and events come over it.</summary>
internal sealed class ReadSession(ExporterOptions options, HypervisorEvents events, ILogger<ReadSession> log) : LibvirtSession(log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(options.LibvirtUri.OriginalString);

    protected override void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
        base.Prepare(connection, attached);
        events.Attach(connection, attached);
    }
}
