using System.Globalization;
using BalloonExporter.Api;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>How the exporter and its host are.</summary>
internal static class HostState
{
    public static Html Of(HostView view)
    {
        var status = view.Status;
        var judged = StatusJudgement.Of(status);
        var mark = judged.Code switch { 0 => "good", 1 => "wait", _ => "danger" };
        var list = new Html();
        Add("Mode", status.Standby ? "observe: another exporter acts on this host, or this is unknown" : status.Mode);
        Add("Level", status.Level is { } level ? $"{level.ToUpperInvariant()}: {StatusJudgement.MeaningOf(level, IsActing(status))}" : "not known yet");
        Add("Budget", view.BudgetBytes is { } budget ? MebibyteText.Of(budget) : $"all of the host: {MebibyteText.Of(status.TotalBytes)}");
        Add("Available", $"{MebibyteText.Of(status.AvailableBytes)} of {MebibyteText.Of(status.TotalBytes)}", Meter(status));
        Add("Sold", $"{MebibyteText.Of(view.Domains.Sum(domain => domain.Memory.MaximumBytes ?? 0))} to {Number(status.Domains)} running domains, {Number(status.Managed)} are managed");
        Add("Plan", status.HeartbeatAgeSeconds is { } age ? $"heartbeat {AgeText.Of(TimeSpan.FromSeconds(age))} ago{(status.PlanGone ? ", which is too long: memory is given back" : "")}" : "no heartbeat yet");
        Add("Emergency", status.Emergency ? $"yes: what guests can spare {(IsActing(status) ? "is" : "would be")} taken at once" : "none");
        if (status.ReclaimableBytes is { } bytes)
            Add("Act mode", $"could take {MebibyteText.Of(bytes)} that servers occupy and do not need now");
        return Html.Of($"<p class=\"state {mark}\" role=\"status\" id=\"judgement\">{judged.Line}</p>\n<dl id=\"host\">\n{list}</dl>\n");

        void Add(string what, string text, Html? more = null) => list.Add($"<div><dt>{what}</dt><dd>{text}{more}</dd></div>\n");
    }

    /// <summary>Whether memory is moved, so that words need no "would".</summary>
    internal static bool IsActing(StatusReport status) => status.Mode == "act";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Html? Meter(StatusReport status) => status is { TotalBytes: > 0 and var total, AvailableBytes: { } available }
        ? Html.Of($"<meter aria-label=\"Available\" min=\"0\" max=\"{total}\" value=\"{Math.Clamp(available, 0, total)}\"></meter>")
        : null;
}
