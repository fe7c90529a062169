namespace BalloonExporter.Tests.Pages;

/// <summary>A test that starts a browser: <c>tests/pages.sh</c> runs it, and nothing else does.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("BALLOON_PAGES") is null)
            Skip = "tests/pages.sh runs it";
    }
}
