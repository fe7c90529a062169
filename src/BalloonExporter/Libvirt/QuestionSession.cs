using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>A read-only session for slow questions that must not block others: jobs of domains, versions, whether libvirt answers.</summary>
internal sealed class QuestionSession(string uri, HangingCalls hanging, ILogger log) : LibvirtSession(hanging, log)
{
    protected override LibvirtConnection Open() => LibvirtConnection.OpenReadOnly(uri);
}
