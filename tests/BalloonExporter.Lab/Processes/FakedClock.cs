using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>The wall clock of one process, set at will through libfaketime; its monotonic clock goes on as it is.</summary>
public sealed class FakedClock
{
    private readonly string _file;

    public FakedClock(LabFolder folder, string name)
    {
        _file = folder.PathOf(name + ".clock");
        Set(TimeSpan.Zero);
    }

    /// <summary>How far it is ahead of the machine's.</summary>
    public TimeSpan Ahead { get; private set; }

    /// <summary>What the process must have in its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["LD_PRELOAD"] = Library,
        ["FAKETIME_TIMESTAMP_FILE"] = _file,
        ["FAKETIME_NO_CACHE"] = "1",
        // The wall clock alone: neither what durations are counted with nor the times of files.
        ["DONT_FAKE_MONOTONIC"] = "1",
        ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        ["NO_FAKE_STAT"] = "1",
    };

    private static string Library => Directory.GetDirectories("/usr/lib", "*-linux-gnu")
        .Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists)
        ?? throw new LabException("libfaketime is missing: the package of that name has it");

    /// <summary>From now on the clock is so far ahead of the machine's.</summary>
    public void Set(TimeSpan ahead)
    {
        Ahead = ahead;
        // Renamed, so that nobody reads half of it.
        File.WriteAllText(_file + ".new", string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0}\n"));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
