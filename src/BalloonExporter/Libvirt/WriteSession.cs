using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>The session for changes; its connection is opened with the first change.</summary>
internal sealed class WriteSession(string uri, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.Open(uri);
}
