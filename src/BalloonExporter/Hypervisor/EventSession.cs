using System.Runtime.CompilerServices;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>The read-only session for what cannot hang on a guest: states, XML, jobs. Events come over it.</summary>
internal sealed class EventSession(string uri, HypervisorEvents events, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    private readonly ConditionalWeakTable<LibvirtConnection, HypervisorVersions> _versions = [];

    /// <summary>Versions of what this connection of the session leads to.</summary>
    public HypervisorVersions VersionsOf(LibvirtConnection connection) =>
        _versions.GetValue(connection, HypervisorVersions.Of);

    protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(uri);

    protected override void Prepare(LibvirtConnection connection, ICollection<IDisposable> attached)
    {
        base.Prepare(connection, attached);
        events.Attach(connection, attached);
    }
}
