using System.Globalization;
using BalloonExporter.Api;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The figures of a running domain, and where its page draws them over the minutes that it is open.</summary>
internal static class DomainFigures
{
    public static Html? Of(DomainView view)
    {
        if (view.Running is not { } domain)
            return view.Policy.Running ? Html.Of($"<p id=\"figures\">Its memory could not be read now.</p>\n") : null;
        var (memory, moves) = (domain.Memory, domain.Movements);
        var list = new Html();
        Add("Sold", memory.MaximumBytes);
        Add("Has", memory.CurrentBytes);
        Add("Needs", memory.WorkingSetBytes);
        Add("Target", moves.TargetBytes);
        Add("Occupies on the host", memory.ResidentBytes);
        Add("Usable in the guest", memory.UsableBytes);
        Add("Floor", domain.Policy?.FloorBytes);
        Add("Ceiling", domain.Policy?.CeilingBytes);
        if (domain.Policy is { } policy)
            list.Add($"<div><dt>Shares</dt><dd>{policy.Shares.ToString(CultureInfo.InvariantCulture)}</dd></div>\n");
        Add("Own swap, as declared", domain.Policy?.GuestSwapBytes);
        Add("Given in all", moves.AddedBytes);
        Add("Taken in all", moves.RemovedBytes);
        // The script draws what it has seen; nothing of it is kept here.
        return Html.Of(
            $"""
            <div id="figures" data-sold="{memory.MaximumBytes ?? 0}" data-has="{memory.CurrentBytes ?? 0}" data-needs="{memory.WorkingSetBytes ?? 0}">
            <dl>
            {list}</dl>
            {Sampled(memory)}</div>
            <div id="chart" hidden=""><h2>Since this page is open</h2></div>

            """);

        void Add(string name, long? bytes)
        {
            if (bytes is { } known)
                list.Add($"<div><dt>{name}</dt><dd>{MebibyteText.Of(known)}</dd></div>\n");
        }
    }

    private static Html Sampled(DomainMemoryEntry memory) => memory switch
    {
        { StatisticsFresh: false } => Html.Of($"<p class=\"small\">Its guest reports no statistics, or too rarely: what it needs is not known.</p>\n"),
        { SampledAt: { } at } => Html.Of($"<p class=\"small\">The guest told its figures at {UiTime.Of(at)}.</p>\n"),
        _ => new Html(),
    };
}
