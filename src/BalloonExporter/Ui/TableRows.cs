using BalloonExporter.Api;

namespace BalloonExporter.Ui;

/// <summary>The domains that a query asks for. Pure.</summary>
/// <param name="Page">Those on its page.</param>
/// <param name="Found">How many there are on all pages.</param>
internal sealed record TableRows(IReadOnlyList<DomainEntry> Page, int Found)
{
    public static TableRows Of(HostView view, TableQuery query)
    {
        var found = view.Domains.Where(domain => IsShown(domain, query)).OrderBy(domain => domain.Name, StringComparer.Ordinal);
        var sorted = query.Order switch
        {
            TableOrder.Name => found,
            TableOrder.Sold => Largest(domain => domain.Memory.MaximumBytes),
            TableOrder.Has => Largest(domain => domain.Memory.CurrentBytes),
            TableOrder.Needs => Largest(domain => domain.Memory.WorkingSetBytes),
            TableOrder.Taken => Largest(domain => domain.Memory.MaximumBytes - domain.Memory.CurrentBytes),
            TableOrder.Shares => Largest(domain => domain.Policy?.Shares),
            TableOrder.Moved => Largest(domain => view.LastMoves.GetValueOrDefault(domain.Uuid)?.At.UtcTicks),
            _ => found.OrderByDescending(DomainTightness.Of),
        };
        var all = sorted.ToList();
        return new TableRows([.. all.Skip(query.First).Take(TableQuery.Rows)], all.Count);

        IEnumerable<DomainEntry> Largest(Func<DomainEntry, long?> key) => found.OrderByDescending(domain => key(domain) ?? long.MinValue);
    }

    private static bool IsShown(DomainEntry domain, TableQuery query) =>
        (domain.Name.Contains(query.Filter, StringComparison.OrdinalIgnoreCase) || domain.Uuid.Contains(query.Filter, StringComparison.OrdinalIgnoreCase))
        && query.Show switch
        {
            TableShow.Managed => domain.Managed,
            TableShow.Unmanaged => !domain.Managed,
            TableShow.Restart => domain.RestartRequired == true,
            _ => true,
        };
}
