using System.Globalization;

namespace BalloonExporter.Backtest.History;

/// <summary>
/// The exporter's series in a file of the OpenMetrics text format, plain or gzip, as <c>promtool tsdb dump-openmetrics</c> writes it: each sample with its
/// time, those of one series in order. Other series are skipped.
/// </summary>
public static class OpenMetricsFile
{
    private const string End = "# EOF";
    // Later ones are milliseconds.
    private const double LatestSecond = 99_999_999_999;

    /// <summary>Reads a file, twice where its range is not given.</summary>
    /// <param name="path">The file.</param>
    /// <param name="from">UNIX seconds of the first moment; null: of the first sample.</param>
    /// <param name="to">UNIX seconds of the last; null: of the last sample.</param>
    /// <param name="stepSeconds">Time between two moments.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FormatException">It is no such file, or a series is missing.</exception>
    /// <exception cref="InvalidDataException">The compressed file is broken.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ServerHistory Read(string path, long? from, long? to, int stepSeconds, CancellationToken cancellation)
    {
        var (first, last) = (double.PositiveInfinity, double.NegativeInfinity);
        ReadSamples(path, sample => (first, last) = sample.Name == SeriesHistory.Need ? (Math.Min(first, sample.At), Math.Max(last, sample.At)) : (first, last), cancellation);
        if (double.IsInfinity(first))
            throw new FormatException($"no sample of {SeriesHistory.Need}");
        var grid = new TimeGrid(from ?? (long)Math.Ceiling(first), to ?? (long)Math.Floor(last), stepSeconds);
        if (grid.To - grid.From < stepSeconds)
            throw new FormatException($"the range {grid} has less than two moments, {stepSeconds} s apart");
        var history = new SeriesHistory(grid);
        ReadSamples(path, sample => history.Add(sample.Name, sample.Labels, sample.At, sample.Value), cancellation);
        return history.Build();
    }

    private static void ReadSamples(string path, Action<Sample> take, CancellationToken cancellation)
    {
        using var reader = TextSource.Open(path);
        var ended = false;
        for (var number = 1; reader.ReadLine() is { } line; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (ended)
                throw new FormatException($"line {number}: text after {End}");
            ended = line == End;
            if (line.Length > 0 && line[0] != '#' && NameOf(line) is { } name)
                take(SampleOf(name, line, number));
        }

        if (!ended)
            throw new FormatException($"it does not end with {End}: it is not whole, or not of the OpenMetrics format");
    }

    private static string? NameOf(string line)
    {
        foreach (var name in SeriesHistory.Names)
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] is '{' or ' ')
                return name;
        }

        return null;
    }

    private static Sample SampleOf(string name, string line, int number)
    {
        var labels = new Dictionary<string, string>();
        var at = name.Length;
        if (line[at] == '{' && !LabelText.TryRead(line, ref at, labels))
            throw new FormatException($"line {number}: labels cannot be read");
        var fields = line[at..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 2 || fields[1] == "#")
            throw new FormatException($"line {number}: a sample without a time");
        if (!double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value))
            throw new FormatException($"line {number}: {fields[0]} is no number");
        return double.TryParse(fields[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var second) && second is >= 0 and <= LatestSecond
            ? new Sample(name, labels, second, value)
            : throw new FormatException($"line {number}: {fields[1]} is no UNIX time in seconds");
    }

    private readonly record struct Sample(string Name, IReadOnlyDictionary<string, string> Labels, double At, double Value);
}
