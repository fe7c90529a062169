using System.Globalization;

namespace BalloonExporter.Api;

/// <summary>What monitoring is told of a status. Pure.</summary>
/// <param name="Code">0 fine, 1 warning, 2 critical.</param>
/// <param name="Line">The first line of the output.</param>
internal sealed record StatusJudgement(int Code, string Line)
{
    private static readonly string[] Words = ["OK", "WARNING", "CRITICAL"];

    public static StatusJudgement Of(StatusReport report)
    {
        List<string> critical = [], warnings = [];
        if (!report.LibvirtUp)
            critical.Add("libvirt cannot be reached");
        if (report.FailedRestarts.Count > 0)
            critical.Add($"off after a restart: {string.Join(", ", report.FailedRestarts)}");
        if (report.Level == "crit")
            critical.Add("the host is about to run out of memory (CRIT)");
        else if (report.Level == "red" || report.Emergency)
            warnings.Add("the host is short of memory (RED)");
        if (report.Standby)
            warnings.Add("it only stands by");
        if (PauseOf(report.Pause) is { } pause)
            warnings.Add($"paused {pause}");
        if (report.PlanGone)
            warnings.Add("no heartbeat comes from the plan");
        var code = critical.Count > 0 ? 2 : warnings.Count > 0 ? 1 : 0;
        var problems = string.Join("; ", [.. critical, .. warnings]);
        return new StatusJudgement(code, code == 0 ? $"{Words[0]}: {report.Mode} mode, {report.Managed} of {report.Domains} domains managed" : $"{Words[code]}: {problems}");
    }

    /// <summary>Who paused, and until when; null without a pause.</summary>
    public static string? PauseOf(PauseAnswer pause)
    {
        if (!pause.Paused)
            return null;
        if (pause.Api is not { } api)
            return $"by the file {pause.File}";
        var until = api.Until is { } end ? $" until {end.ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture)}" : "";
        var reason = api.Reason is { } why ? $": {why}" : "";
        return $"by {api.By}{until}{reason}";
    }

    /// <summary>What happens at a level, or would where the exporter only observes.</summary>
    public static string MeaningOf(string level, bool acts)
    {
        var done = acts ? "is" : "would be";
        return level switch
        {
            "green" => $"memory {done} given back",
            "hold" => acts ? "guests in need get what they miss" : "guests in need would get what they miss",
            "soft" => $"idle memory {done} taken",
            "red" => $"headroom {done} taken too",
            _ => "no guest may grow beyond what it occupies",
        };
    }
}
