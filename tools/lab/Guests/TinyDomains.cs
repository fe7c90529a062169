using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>Many domains for little: paused, without an operating system, 64 MiB each. For measuring scale only.</summary>
public static class TinyDomains
{
    /// <returns>Their uuids by name.</returns>
    public static async Task<IReadOnlyDictionary<string, Guid>> CreateAsync(
        PrivateLibvirt libvirt,
        int count,
        string prefix = "tiny",
        CancellationToken cancel = default)
    {
        var domains = new Dictionary<string, Guid>();
        var commands = new List<string>();
        foreach (var number in Enumerable.Range(0, count))
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{number:0000}");
            domains[name] = Guid.NewGuid();
            var file = await libvirt.Folder.WriteAsync(Path.Combine("guests", name + ".xml"), DomainXml.OfTinyDomain(name, domains[name]));
            commands.Add($"create --paused {file}");
        }

        // Two at a time: each creation waits mostly for its own QEMU.
        var limit = TimeSpan.FromSeconds(30 + count);
        var halves = commands.Chunk(Math.Max(1, (count + 1) / 2));
        await Task.WhenAll(halves.Select(half => libvirt.Virsh.RunAsync([string.Join("; ", half)], limit, cancel)));
        return domains;
    }
}
