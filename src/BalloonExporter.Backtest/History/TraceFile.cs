using System.Globalization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.History;

/// <summary>
/// A trace of servers, as plain text or gzip: a line <c>timestamp,NAME,...</c>, one with the memory sold (<c>capacity_mib,MiB,...</c>), others that begin
/// with a word, which are skipped, and a line for each moment: UNIX seconds, and what each server used in MiB. An empty field: as before; before the
/// first figure of a server it did not run.
/// </summary>
public sealed class TraceFile
{
    private const string Capacity = "capacity_mib";
    private const string CapacityOfAnyUnit = "capacity_";
    // Later ones are milliseconds.
    private const long LatestSecond = 99_999_999_999;

    private readonly string[] _names;
    private readonly List<long>[] _usedKib;
    private long[]? _soldKib;
    private long _startsAt;
    private long _lastAt;
    private int _moments;
    private long _stepSeconds;

    private TraceFile(string[] names)
    {
        _names = names;
        _usedKib = [.. names.Select(_ => new List<long>())];
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">The file is not a trace; the message names the line.</exception>
    /// <exception cref="InvalidDataException">The compressed file is broken.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ServerHistory Read(string path)
    {
        using var reader = TextSource.Open(path);
        return Read(reader);
    }

    private static ServerHistory Read(StreamReader reader)
    {
        if (reader.ReadLine()?.Split(',') is not ["timestamp", _, ..] head)
            throw new FormatException("line 1: expected timestamp,NAME,...");
        var names = head[1..];
        if (names.FirstOrDefault(name => name.Length == 0 || names.Count(other => other == name) > 1) is { } odd)
            throw new FormatException(odd.Length == 0 ? "line 1: a server without a name" : $"line 1: two servers are called {odd}");
        var file = new TraceFile(names);
        for (var number = 2; reader.ReadLine() is { } line; number++)
            file.Add(number, line);
        return file.History().Checked();
    }

    private void Add(int number, string line)
    {
        var fields = line.AsSpan().Count(',') + 1;
        if (fields != _names.Length + 1)
            throw new FormatException($"line {number}: {fields} fields, expected {_names.Length + 1}");
        var first = line.AsSpan(0, line.IndexOf(',', StringComparison.Ordinal));
        if (long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var time))
            AddMoment(number, time, line);
        else if (first.SequenceEqual(Capacity))
            _soldKib = Sold(number, line);
        else if (first.StartsWith(CapacityOfAnyUnit))
            throw new FormatException($"line {number}: {first} is not {Capacity}");
        else if (first.IsEmpty || !char.IsAsciiLetter(first[0]))
            throw new FormatException($"line {number}: {first} is no UNIX time in whole seconds");
    }

    private long[] Sold(int number, string line)
    {
        var sold = new long[_names.Length];
        var index = 0;
        var fields = line.AsSpan(line.IndexOf(',', StringComparison.Ordinal) + 1);
        foreach (var field in fields.Split(','))
        {
            sold[index] = KibOf(number, fields[field]) is > 0 and var kib ? kib : throw new FormatException($"line {number}: {_names[index]} without {Capacity}");
            index++;
        }

        return sold;
    }

    private void AddMoment(int number, long time, string line)
    {
        if (time > LatestSecond)
            throw new FormatException($"line {number}: {time} is no UNIX time in seconds");
        if (_moments == 0)
            _startsAt = time;
        else if (time <= _lastAt || (_moments > 1 && time - _lastAt != _stepSeconds))
            throw new FormatException($"line {number}: the time between lines is not the same everywhere: {time - _lastAt} s, expected {(_moments > 1 ? _stepSeconds : 1)} s{(_moments > 1 ? "" : " at least")}");
        else
            _stepSeconds = time - _lastAt;
        _lastAt = time;
        _moments++;
        var index = 0;
        var fields = line.AsSpan(line.IndexOf(',', StringComparison.Ordinal) + 1);
        foreach (var field in fields.Split(','))
        {
            var used = _usedKib[index++];
            used.Add(KibOf(number, fields[field]) ?? (used.Count == 0 ? ServerTrace.Absent : used[^1]));
        }
    }

    private ServerHistory History()
    {
        if (_soldKib is null)
            throw new FormatException($"no line begins with {Capacity}");
        if (_moments < 2)
            throw new FormatException("expected two moments at least");
        return new ServerHistory
        {
            SizeUnit = "MiB",
            StartsAt = _startsAt,
            StepSeconds = (int)_stepSeconds,
            Moments = _moments,
            Servers = [.. _soldKib.Select((kib, index) => new ServerTrace(_names[index], kib, _usedKib[index]))],
        };
    }

    private static long? KibOf(int number, ReadOnlySpan<char> field)
    {
        if (field.IsEmpty)
            return null;
        return double.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var mib) && mib < (double)Kib.Most / Kib.PerMiB
            ? (long)(mib * Kib.PerMiB)
            : throw new FormatException($"line {number}: {field} is no number of MiB");
    }
}
