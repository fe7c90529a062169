using BalloonExporter.Options;
using LibvirtSharp;

namespace BalloonExporter.Hypervisor;

/// <summary>The session that may move memory; nothing is opened before the first target is set.</summary>
internal sealed class WriteSession(ExporterOptions options, ILogger<WriteSession> log) : LibvirtSession(log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.Open(options.LibvirtUri.OriginalString);
}
