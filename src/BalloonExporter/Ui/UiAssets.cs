using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The embedded files of the operator's page.</summary>
internal static class UiAssets
{
    public static PageAsset Style { get; } = PageAsset.Read("ui.css", "text/css; charset=utf-8");

    public static PageAsset Script { get; } = PageAsset.Read("ui.js", "text/javascript; charset=utf-8");

    public static IReadOnlyList<PageAsset> All { get; } = [Style, Script, PageAssets.Icon];
}
