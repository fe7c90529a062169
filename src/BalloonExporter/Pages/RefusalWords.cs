using BalloonExporter.Core.Model;

namespace BalloonExporter.Pages;

/// <summary>Refused restarts in the words of customers: what they can do, not how the host works.</summary>
internal static class RefusalWords
{
    /// <summary>The name of the text.</summary>
    public static string Of(RestartRefusal refusal) => refusal switch
    {
        RestartRefusal.Observes or RestartRefusal.Standby => "locked_observe",
        RestartRefusal.ExporterPaused => "locked_paused",
        RestartRefusal.LibvirtDown => "down_text",
        RestartRefusal.OtherPlatform => "refused_panel",
        RestartRefusal.NotRunning => "refused_running",
        RestartRefusal.UnderWay or RestartRefusal.Paused or RestartRefusal.JobActive or RestartRefusal.JobUnknown => "refused_busy",
        RestartRefusal.TooSoon => "refused_soon",
        RestartRefusal.TooMany => "refused_many",
        RestartRefusal.NoRoom => "refused_room",
        RestartRefusal.NotConfirmed => "refused_confirm",
        _ => "refused_support",
    };

    /// <summary>The refusal with this label; null: there is none.</summary>
    public static RestartRefusal? TryParse(string? label) =>
        Enum.GetValues<RestartRefusal>().Where(refusal => refusal.ToLabel() == label).Select(refusal => (RestartRefusal?)refusal).FirstOrDefault();
}
