using System.Diagnostics;
using System.Globalization;

namespace BalloonExporter.Lab.Demo;

/// <summary>One line per step of the set-up and of the end, with its time since the start of the program.</summary>
internal sealed class StepLog
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public TimeSpan Elapsed => _watch.Elapsed;

    public void Say(string step) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_watch.Elapsed.TotalSeconds,4:0} s  {step}"));
}
