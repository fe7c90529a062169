using System.Globalization;
using System.Net;
using System.Text;
using BalloonExporter.Backtest.Simulation;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.Output;

/// <summary>The servers that were under their demand for longest, each with what it needed and had.</summary>
internal sealed class WorstServers(ReportData data)
{
    public void Write(StringBuilder page)
    {
        page.Append("<h2>Servers under their demand</h2>\n");
        if (data.Worst.Count == 0)
        {
            page.Append("<p>None.</p>\n");
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"<p>{data.With.ServersUnderDemand} servers; the {data.Worst.Count} worst, in GiB. Each point is the most that was needed and the least that was had in a slot.</p>");
        page.Append("<p class=\"legend\"><span class=\"needs\">needed</span> <span class=\"has\">had</span></p><div class=\"servers\">");
        foreach (var (host, index) in data.Worst)
            Write(page, host, index);
        page.Append("</div>\n");
    }

    private static void Write(StringBuilder page, HostFigures host, int index)
    {
        var server = host.Servers[index];
        double[] needs = [.. Slots(slot => host.Course.NeededKib(index, slot))];
        double[] has = [.. Slots(slot => host.Course.LeastKib(index, slot))];
        var name = WebUtility.HtmlEncode(server.Server.Name);
        var chart = new Chart($"{server.Server.Name}: needed and had", needs.Concat(has).Where(value => !double.IsNaN(value)).Max(), width: 440, height: 130);
        chart.Line("has", has).Line("needs", needs);
        page.Append(CultureInfo.InvariantCulture, $"<figure><figcaption>{name} on {WebUtility.HtmlEncode(host.Host.Name)}, sold {ByteSize.Format(server.Server.MaximumKib)}: {server.UnderDemandSeconds / 60:0.##} minutes, {server.Kills + server.HostKills} kills</figcaption>{chart}</figure>");

        static IEnumerable<double> Slots(Func<int, float> of) => Enumerable.Range(0, HostCourse.Slots).Select(slot => of(slot) / (double)Kib.PerGiB);
    }
}
