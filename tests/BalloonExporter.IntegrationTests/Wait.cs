using System.Diagnostics;
using System.Globalization;

namespace BalloonExporter.IntegrationTests;

/// <summary>Waits for the world to become as it should, with a limit and a last word.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns the time it took.</summary>
    public static async Task<TimeSpan> UntilAsync(string what, TimeSpan limit, Func<Task<bool>> condition, Func<Task<string>>? lastWord = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                var said = lastWord is null ? "" : $": {await lastWord()}";
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"not within {limit.TotalSeconds:0.#} s: {what}{said}"));
            }

            await Task.Delay(Pause);
        }

        return watch.Elapsed;
    }
}
