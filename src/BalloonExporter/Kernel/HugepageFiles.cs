using System.Globalization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>Reads the host's huge pages, one folder per size.</summary>
internal sealed class HugepageFiles(string folder)
{
    private const string Prefix = "hugepages-";
    private const string Suffix = "kB";

    /// <exception cref="IOException">The kernel has no huge pages.</exception>
    public IReadOnlyList<HugepagePool> Read()
    {
        var pools = new List<HugepagePool>();
        foreach (var pool in Directory.EnumerateDirectories(folder, Prefix + "*" + Suffix))
        {
            var name = Path.GetFileName(pool.AsSpan());
            if (long.TryParse(name[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var kib))
            {
                pools.Add(new HugepagePool(
                    Kib.ToBytes(kib), Number(pool, "nr_hugepages"), Number(pool, "free_hugepages"), Number(pool, "resv_hugepages"), Number(pool, "surplus_hugepages")));
            }
        }

        return [.. pools.OrderBy(pool => pool.PageBytes)];
    }

    private static long? Number(string pool, string file) => KernelText.Number(KernelFile.Read(Path.Combine(pool, file), stackalloc byte[64]));
}
