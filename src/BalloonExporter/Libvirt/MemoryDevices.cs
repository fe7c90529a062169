using System.Xml.Linq;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Libvirt;

/// <summary>Reads the memory devices of a domain's XML.</summary>
internal static class MemoryDevices
{
    private const string Resizable = "virtio-mem";

    public static IReadOnlyList<MemoryDevice> Read(XElement? devices)
    {
        var read = devices?.Elements("memory").Select(Device).OfType<MemoryDevice>().ToArray();
        return read is { Length: > 0 } ? read : DomainFacts.Unknown.MemoryDevices;
    }

    private static MemoryDevice? Device(XElement device)
    {
        var target = device.Element("target");
        if (device.Attribute("model")?.Value is not { } model || XmlSize.ToKib(target?.Element("size")) is not { } sizeKib)
            return null;
        // A definition has only the requested size, a running instance the current one.
        return new MemoryDevice(model, sizeKib) { PluggedKib = model == Resizable ? XmlSize.ToKib(target?.Element("current")) ?? 0 : null };
    }
}
