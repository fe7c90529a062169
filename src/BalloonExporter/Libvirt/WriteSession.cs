using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>The session that may change something; nothing is opened before the first change.</summary>
internal sealed class WriteSession(string uri, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.Open(uri);
}
