namespace BalloonExporter.Lab.Bench;

/// <summary>What the scrape benchmark measures.</summary>
/// <param name="Exporter">The published binary.</param>
/// <param name="Domains">How many domains; one table for each.</param>
/// <param name="Scrapes">Timed scrapes of each exporter.</param>
/// <param name="MemoryScrapes">Scrapes after which resident memory is read, the timed ones among them.</param>
internal sealed record BenchOptions(string Exporter, IReadOnlyList<int> Domains, int Scrapes, int MemoryScrapes)
{
    public static BenchOptions Of(Flags flags) => new(
        flags.Exporter("bench"), flags.Numbers("--domains") ?? [1, 100, 300], flags.Number("--scrapes") ?? 200, flags.Number("--memory-scrapes") ?? 1000);
}
