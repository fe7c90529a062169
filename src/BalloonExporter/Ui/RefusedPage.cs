using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The page that says why nothing was done.</summary>
internal static class RefusedPage
{
    /// <param name="context">Where it is shown.</param>
    /// <param name="problem">Why.</param>
    /// <param name="domain">The domain that it is about; null: all.</param>
    public static string Of(UiContext context, string problem, Guid? domain)
    {
        var main = Html.Of(
            $"""
            <main>
            <h1>Nothing was done</h1>
            <p class="warning">{problem}</p>
            <p><a class="button" href="{context.Root}{(domain is { } uuid ? $"domains/{uuid}" : "")}">Back</a></p>
            </main>
            """);
        return UiFrame.Around(context, "Nothing was done", main);
    }
}
