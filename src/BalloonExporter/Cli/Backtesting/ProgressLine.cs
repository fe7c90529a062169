using System.Globalization;
using BalloonExporter.Backtest.Simulation;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Shows how far a run is: a bar on a terminal, a line every ten seconds elsewhere.</summary>
/// <param name="errors">Where it is written.</param>
/// <param name="isTerminal">Whether that is a terminal.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressLine(TextWriter errors, bool isTerminal, TimeProvider time)
{
    private const int Width = 40;

    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(10);

    /// <summary>Waits for a task and shows its progress meanwhile.</summary>
    /// <param name="what">What is done.</param>
    /// <param name="progress">How far it is.</param>
    /// <param name="task">The task.</param>
    public async Task<T> ShowAsync<T>(string what, RunProgress progress, Task<T> task)
    {
        using var timer = new PeriodicTimer(isTerminal ? OnTerminal : Elsewhere, time);
        while (await Task.WhenAny(task, timer.WaitForNextTickAsync().AsTask()) != task)
            Show(what, progress.Share);
        if (isTerminal)
            errors.Write($"\r{new string(' ', what.Length + Width + 10)}\r");
        return await task;
    }

    private void Show(string what, double share)
    {
        var percent = string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
        if (!isTerminal)
        {
            errors.WriteLine($"balloon-exporter: {what}: {percent}");
            return;
        }

        var full = (int)(share * Width);
        errors.Write($"\r{what} [{new string('#', full)}{new string('.', Width - full)}] {percent,5}");
        errors.Flush();
    }
}
