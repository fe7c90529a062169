using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>The clock of one process, set at will through libfaketime.</summary>
public sealed class FakedClock
{
    private readonly string _file;
    private readonly bool _monotonic;

    /// <param name="folder">Where the time is written for it.</param>
    /// <param name="name">The name of that file.</param>
    /// <param name="monotonic">
    /// Whether what durations are counted with is set, too: to the process so much time has passed. Otherwise only its wall clock is.
    /// </param>
    public FakedClock(LabFolder folder, string name, bool monotonic = false)
    {
        _monotonic = monotonic;
        _file = folder.PathOf(name + ".clock");
        Set(TimeSpan.Zero);
    }

    /// <summary>How far it is ahead of the machine's.</summary>
    public TimeSpan Ahead { get; private set; }

    /// <summary>What the process must have in its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment
    {
        get
        {
            var variables = new Dictionary<string, string>
            {
                ["LD_PRELOAD"] = Library,
                ["FAKETIME_TIMESTAMP_FILE"] = _file,
                // Seconds. While a thread reads that file the others see the machine's own clock: not at each call, then.
                ["FAKETIME_CACHE_DURATION"] = "1",
                // Times of files stay as they are.
                ["NO_FAKE_STAT"] = "1",
            };
            // Two names, by the version of the library; what is set at all counts.
            if (!_monotonic)
                variables["DONT_FAKE_MONOTONIC"] = variables["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
            return variables;
        }
    }

    private static string Library => Directory.GetDirectories("/usr/lib", "*-linux-gnu")
        .Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        ?? throw new LabException("libfaketime is missing: the package of that name has it");

    /// <summary>Within a second the clock is so far ahead of the machine's.</summary>
    public void Set(TimeSpan ahead)
    {
        Ahead = ahead;
        // Renamed, so that no reader sees half of it.
        File.WriteAllText(_file + ".new", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
