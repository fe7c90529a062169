using System.Globalization;
using System.Net;
using System.Text;
using BalloonExporter.Backtest.Simulation;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.Output;

/// <summary>The report: one page with its pictures in it, which needs nothing from anywhere.</summary>
public sealed class HtmlReport
{
    private readonly ReportData _data;
    private readonly StringBuilder _page = new();

    private HtmlReport(ReportData data) => _data = data;

    /// <summary>Writes the page.</summary>
    public static void Write(Stream stream, ReportData data) => stream.Write(Encoding.UTF8.GetBytes(new HtmlReport(data).Page()));

    private string Page()
    {
        Append($"<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Backtest: what act mode would win</title>");
        Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><style>{Style}</style></head><body><main>\n");
        var scene = _data.Run.Scene;
        Append($"<h1>What act mode would win</h1>\n<p>{Servers} servers on {scene.Hosts.Count} hosts{(scene.HostKib is { } kib ? $" of {ByteSize.Format(kib)}" : "")}, their memory sold {scene.SoldRatio:0.##} times; {Time(0)} to {Time(scene.History.Seconds)}, a sample each {scene.History.StepSeconds} s.</p>\n");
        Append($"<p class=\"advice\">{Text(_data.Advice)}</p>\n");
        Comparison();
        OverTime("Memory reclaimed", "GiB, all hosts together. Perfect hindsight would have withheld all that is missing to the plan's goal, but nothing that a server needs at that moment.",
            ("hindsight", "perfect hindsight", PerSlot((host, slot) => host.Course.HindsightKib(slot) / Kib.PerGiB)),
            ("reclaimed", "act mode", PerSlot((host, slot) => host.Course.ReclaimedKib(slot) / Kib.PerGiB)));
        Overcommits();
        OverTime("Time under demand", "Minutes in which servers needed more than they had, of all servers together, in each slot of the picture.",
            ("under", "act mode", PerSlot((host, slot) => host.Course.UnderDemandSeconds(slot) / 60)));
        new WorstServers(_data).Write(_page);
        Levels();
        OverTime("Moves", "Balloon targets set in an hour, all servers together.",
            ("moves", "act mode", PerSlot((host, slot) => host.Course.Moves(slot) * 3600.0 * HostCourse.Slots / scene.History.Seconds)));
        LeftOut();
        Grounds();
        return _page.Append("</main></body></html>\n").ToString();
    }

    private int Servers => _data.Run.Scene.Hosts.Sum(host => host.Servers.Count);

    private void Comparison()
    {
        Append($"<h2>With and without act mode</h2>\n<table>");
        var rows = FigureList.Rows(_data.With, _data.Without);
        Append($"<tr><th></th><th>{Text(rows[0][1])}</th><th>{Text(rows[0][2])}</th><th></th></tr>");
        foreach (var (row, figure) in rows.Skip(1).Zip(FigureList.All))
            Append($"<tr><td>{row[0]}</td><td class=\"number\">{row[1]}</td><td class=\"number\">{row[2]}</td><td>{Text(figure.Definition)}</td></tr>");
        Append($"</table>\n");
    }

    private void OverTime(string title, string what, params ReadOnlySpan<(string Style, string Name, double[] Values)> lines)
    {
        var most = 0.0;
        foreach (var line in lines)
            most = Math.Max(most, line.Values.Max());
        var chart = new Chart(title, most).Axis(TimeAxis);
        Append($"<h2>{title}</h2>\n<p>{Text(what)}</p><p class=\"legend\">");
        foreach (var (style, name, values) in lines)
        {
            chart.Line(style, values);
            Append($"<span class=\"{style}\">{name}</span> ");
        }

        Append($"</p>{chart}\n");
    }

    private void Overcommits()
    {
        Append($"<h2>Overcommit and its price</h2>\n");
        if (_data.Sweep.Count == 0)
        {
            Append($"<p>One overcommit was run. <code>--sweep 1.0-4.0</code> makes the curve.</p>\n");
            return;
        }

        IReadOnlyList<string> axis = [.. _data.Sweep.Select(point => FigureList.Text(point.Overcommit))];
        double[] minutes = [.. _data.Sweep.Select(point => point.With.UnderDemandMinutesPerServerMonth ?? 0)];
        var chart = new Chart("Minutes under demand by overcommit", Math.Max(minutes.Max(), Advice.BearableMinutes)).Axis(axis);
        chart.Line("under", minutes).Line("bearable", [.. minutes.Select(_ => Advice.BearableMinutes)]);
        Append($"<p class=\"legend\"><span class=\"under\">minutes under demand per server and month</span> <span class=\"bearable\">bearable: {Advice.BearableMinutes}</span></p>{chart}\n");
        Append($"<table><tr><th>overcommit</th><th>hosts</th><th>minutes under demand</th><th>kills</th><th>reclaimed of hindsight</th><th>moves per server and hour</th><th>kills without</th></tr>");
        foreach (var point in _data.Sweep)
            Append($"<tr><td class=\"number\">{point.Overcommit:0.##}</td><td class=\"number\">{point.Hosts}</td><td class=\"number\">{FigureList.Text(point.With.UnderDemandMinutesPerServerMonth)}</td><td class=\"number\">{point.With.Kills}</td><td class=\"number\">{FigureList.Text(point.With.ReclaimedRatioOfHindsight)}</td><td class=\"number\">{FigureList.Text(point.With.MovesPerServerHour)}</td><td class=\"number\">{point.Without.Kills}</td></tr>");
        Append($"</table>\n");
    }

    private void Levels()
    {
        var areas = Enum.GetValues<Core.Planning.HostLevel>().Reverse().Select(level => (FigureList.LevelName(level), (IReadOnlyList<double>)PerSlot((host, slot) => host.Course.SecondsIn(level, slot)))).ToList();
        var sums = Enumerable.Range(0, HostCourse.Slots).Select(slot => Math.Max(areas.Sum(area => area.Item2[slot]), double.Epsilon)).ToList();
        var shares = areas.ConvertAll(area => (Style: area.Item1, (IReadOnlyList<double>)[.. area.Item2.Zip(sums, (seconds, sum) => 100 * seconds / sum)]));
        var chart = new Chart("Levels of the hosts", 100).Axis(TimeAxis).Stack(shares);
        Append($"<h2>Levels of the hosts</h2>\n<p>Percent of the hosts' time.</p><p class=\"legend\">");
        foreach (var (style, _) in shares)
            Append($"<span class=\"{style}\">{style.ToUpperInvariant()}</span> ");
        Append($"</p>{chart}\n");
    }

    private void LeftOut()
    {
        if (_data.Run.Scene.LeftOut is not { Count: > 0 } servers)
            return;
        Append($"<h2>Left out</h2>\n<p>Larger than a host, and counted in no figure:</p><ul>");
        foreach (var server in servers)
            Append($"<li>{Text(server.Name)}: {ByteSize.Format(server.MaximumKib)}</li>");
        Append($"</ul>\n");
    }

    private void Grounds()
    {
        var scene = _data.Run.Scene;
        Append($"<h2>What it rests on</h2>\n<ul><li>The plan, the guard-rails and the reflexes are those of the exporter, in simulated time.</li>");
        Append($"<li>Between two samples a server's need is a straight line: {(_data.HasBursts ? "bursts shorter than that were added at random (two an hour, 5 to 20 % of what was sold)" : $"samples each {scene.History.StepSeconds} s hide shorter bursts, and those are what costs most. --bursts adds some at random")}.</li>");
        Append($"<li>Files fill what a server does not need within six hours of running; what was sold is touched then, as on servers that have run for weeks.</li><li>A server has no swap: each spell under its demand counts as a kill. A host has 8 GiB of swap and its own programs use a thirty-second of it.</li>");
        Append($"<li>Memory that a hypervisor counts as active is a lower bound of what a guest would report as used.</li>");
        if (scene.History.MomentsAboveSold > 0)
            Append($"<li>{scene.History.MomentsAboveSold} moments of servers were above what was sold and were cut.</li>");
        Append($"<li>Reclaimed memory is counted after the first hours, when caches have filled.</li><li>{_data.Run.With.Sum(host => host.Servers.Count(server => server.NeverMoved))} servers are never moved: their floor is all that they were sold.</li></ul>\n");
    }

    private double[] PerSlot(Func<HostFigures, int, double> of) => [.. Enumerable.Range(0, HostCourse.Slots).Select(slot => _data.Run.With.Sum(host => of(host, slot)))];

    private IReadOnlyList<string> TimeAxis => [.. Enumerable.Range(0, 5).Select(part => Time((long)_data.Run.Scene.History.Seconds * part / 4))];

    private string Time(long second) => TimeText.Of(_data.Run.Scene.History.StartsAt + second)[..16].Replace('T', ' ');

    private void Append(FormattableString text) => _page.Append(text.ToString(CultureInfo.InvariantCulture));

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private const string Style = """
        :root{color-scheme:light dark;--ink:#1b1f23;--paper:#fff;--grid:#d5d9de;--one:#0b62b8;--two:#7a8591;--bad:#c2321f}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e8ea;--paper:#16181b;--grid:#3a3f45;--one:#6db3f2;--two:#9aa4ae;--bad:#ff7b66}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0}
        main{max-width:60rem;margin:0 auto;padding:1rem}
        h2{margin-top:2rem}svg{width:100%;height:auto}svg text{font-size:11px;fill:var(--ink)}
        table{border-collapse:collapse;width:100%;font-size:13px}td,th{border-bottom:1px solid var(--grid);padding:.25rem .5rem;text-align:left;vertical-align:top}.number{text-align:right;font-variant-numeric:tabular-nums}
        path{fill:none;stroke-width:1.5}.grid{stroke:var(--grid)}.advice{border-left:4px solid var(--one);padding:.5rem 1rem;font-weight:600}
        path.reclaimed,path.moves,path.has{stroke:var(--one)}path.hindsight,path.bearable{stroke:var(--two);stroke-dasharray:4 3}path.under,path.needs{stroke:var(--bad)}
        .legend span::before{content:"";display:inline-block;width:1em;height:.6em;margin-right:.4em;background:var(--one)}
        .legend .hindsight::before,.legend .bearable::before{background:var(--two)}.legend .under::before,.legend .needs::before{background:var(--bad)}
        path.green,.legend .green::before{fill:#3f9a4a;background:#3f9a4a}path.hold,.legend .hold::before{fill:#9db8cf;background:#9db8cf}path.soft,.legend .soft::before{fill:#e0b441;background:#e0b441}path.red,.legend .red::before{fill:#d9622b;background:#d9622b}path.crit,.legend .crit::before{fill:#8f1d1d;background:#8f1d1d}
        .servers{display:grid;grid-template-columns:repeat(auto-fill,minmax(26rem,1fr));gap:1rem}figure{margin:0}figcaption{font-size:13px}
        """;
}
