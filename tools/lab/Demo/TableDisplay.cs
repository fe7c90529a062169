using System.Globalization;
using Spectre.Console;

namespace BalloonExporter.Lab.Demo;

/// <summary>A table refreshed in place, for a terminal.</summary>
internal sealed class TableDisplay : IDisplay
{
    public Task ShowAsync(IAsyncEnumerable<Snapshot> snapshots) =>
        AnsiConsole.Live(new Text("waiting for the first numbers")).StartAsync(async live =>
        {
            await foreach (var snapshot in snapshots)
            {
                live.UpdateTarget(Draw(snapshot));
                live.Refresh();
            }
        });

    private static Rows Draw(Snapshot snapshot)
    {
        var table = new Table().Border(TableBorder.Simple).Expand();
        table.AddColumn("domain");
        table.AddColumn("load");
        foreach (var heading in new[] { "maximum", "current", "target", "working set", "resident" })
            table.AddColumn(new TableColumn(heading).RightAligned());
        table.AddColumn("last decision");
        foreach (var domain in snapshot.Domains)
        {
            table.AddRow(
                Markup.Escape(domain.Name),
                Markup.Escape(domain.Load),
                Mebibytes.Text(domain.Maximum),
                Current(domain),
                Mebibytes.Text(domain.Target),
                Mebibytes.Text(domain.WorkingSet),
                Mebibytes.Text(domain.Resident),
                Markup.Escape(domain.Decision?.Describe(snapshot.At) ?? "–"));
        }

        return new Rows(new Markup(Headline(snapshot)), table, new Markup("[grey]sizes in MiB · Ctrl-C ends and clears everything away[/]"));
    }

    private static string Headline(Snapshot snapshot)
    {
        var host = snapshot.Host;
        var colour = host.Level switch { 0 or 1 => "green", 2 => "yellow", null => "grey", _ => "red" };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{snapshot.Running.TotalSeconds,4:0} s   budget [bold]{Mebibytes.Text(host.Total)}[/]   available [bold]{Mebibytes.Text(host.Available)}[/]"
            + $" ({host.AvailableShare * 100:0} %)   level [{colour}]{host.LevelName}[/]   deficit {Mebibytes.Text(host.Deficit)}   alerts {host.FiringTargets}");
    }

    private static string Current(DomainRow domain) =>
        domain.Current < domain.Maximum ? $"[yellow]{Mebibytes.Text(domain.Current)}[/]" : Mebibytes.Text(domain.Current);
}
