using BalloonExporter.Core.Model;

namespace BalloonExporter.Metrics;

/// <summary>The parts that one scrape requests with <c>collect[]=name</c>, as with node_exporter.</summary>
internal static class CollectorSelection
{
    private const string Parameter = "collect[]";

    /// <summary>The parts requested, or all that are enabled. Returns the error in the query, or null.</summary>
    public static string? TryRead(IQueryCollection query, IReadOnlySet<CollectorName> enabled, out IReadOnlySet<CollectorName> wanted)
    {
        wanted = enabled;
        if (!query.TryGetValue(Parameter, out var names))
            return null;

        var asked = new HashSet<CollectorName>();
        foreach (var name in names)
        {
            if (enabled.Where(collector => collector.ToLabel() == name).ToList() is not [var known])
            {
                return $"Unknown or disabled collector \"{name}\". Enabled are: " +
                    $"{string.Join(", ", enabled.Order().Select(collector => collector.ToLabel()))}.\n";
            }

            asked.Add(known);
        }

        wanted = asked;
        return null;
    }
}
