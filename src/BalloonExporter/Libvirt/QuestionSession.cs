using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>A read-only session for questions that may take their time, and must not make others wait: jobs of domains, versions, whether it answers at all.</summary>
internal sealed class QuestionSession(string uri, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(uri);
}
