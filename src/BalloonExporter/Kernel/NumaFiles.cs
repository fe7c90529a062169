using System.Globalization;
using System.Text;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>Reads the host's memory by NUMA node.</summary>
internal sealed class NumaFiles(string folder)
{
    private const string Prefix = "node";

    /// <exception cref="IOException">The kernel knows no nodes.</exception>
    public IReadOnlyList<NumaNode> Read()
    {
        var nodes = new List<NumaNode>();
        var buffer = new byte[4096];
        foreach (var node in Directory.EnumerateDirectories(folder, Prefix + "*"))
        {
            if (!int.TryParse(Path.GetFileName(node.AsSpan())[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                continue;
            var text = KernelFile.Read(Path.Combine(node, "meminfo"), buffer);
            nodes.Add(new NumaNode(number, Value(text, number, "MemTotal"), Value(text, number, "MemFree"))
            {
                ReclaimableKib = Value(text, number, "Active(file)") + Value(text, number, "Inactive(file)") + Value(text, number, "SReclaimable"),
            });
        }

        return [.. nodes.OrderBy(node => node.Node)];
    }

    // "Node 0 MemTotal:       24689764 kB"
    private static long? Value(ReadOnlySpan<byte> text, int node, string name) =>
        KernelText.Value(text, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Node {node} {name}")));
}
