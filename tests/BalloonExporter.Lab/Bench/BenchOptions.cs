using System.Globalization;

namespace BalloonExporter.Lab.Bench;

/// <summary>The scrape benchmark's command line.</summary>
/// <param name="Exporter">The published binary.</param>
/// <param name="Domains">How many domains; one table for each.</param>
/// <param name="Scrapes">Timed scrapes of each exporter.</param>
/// <param name="MemoryScrapes">Scrapes after which resident memory is read, the timed ones among them.</param>
internal sealed record BenchOptions(string Exporter, IReadOnlyList<int> Domains, int Scrapes, int MemoryScrapes)
{
    /// <returns>Null and what is wrong, when something is.</returns>
    public static (BenchOptions? Options, string Problem) Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions(Repository.PathOf("artifacts", "bench", "balloon-exporter"), [1, 100, 300], 200, 1000);
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var flag = parts[0];
            if (parts.Length == 1 && i + 1 == arguments.Count)
                return (null, $"{flag} needs a value");
            var value = parts.Length == 2 ? parts[1] : arguments[++i];
            var numbers = value.Split(',').Select(Number).ToList();
            if (flag == "--exporter")
                options = options with { Exporter = Path.GetFullPath(value) };
            else if (flag is not ("--domains" or "--scrapes" or "--memory-scrapes"))
                return (null, $"unknown option: {flag}");
            else if (numbers.Contains(0))
                return (null, $"{flag} needs numbers above zero, not \"{value}\"");
            else if (flag == "--domains")
                options = options with { Domains = numbers };
            else if (flag == "--scrapes")
                options = options with { Scrapes = numbers[0] };
            else
                options = options with { MemoryScrapes = numbers[0] };
        }

        return (options, "");
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
