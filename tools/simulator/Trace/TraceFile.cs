using System.Globalization;
using System.IO.Compression;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Simulator.Trace;

/// <summary>
/// A trace of servers, as plain text or gzip: a line <c>timestamp,NAME,...</c>, one with the memory sold (<c>capacity_mib,MiB,...</c>), others that begin
/// with a word, which are skipped, and a line for each moment: UNIX seconds, and what each server used in MiB. An empty field: as before.
/// </summary>
public sealed class TraceFile
{
    private const string Capacity = "capacity_mib";
    private static readonly byte[] GzipMagic = [0x1f, 0x8b];

    private TraceFile(IReadOnlyList<ServerTrace> servers, int stepSeconds, int rows)
    {
        Servers = servers;
        StepSeconds = stepSeconds;
        Seconds = (rows - 1) * stepSeconds;
    }

    public IReadOnlyList<ServerTrace> Servers { get; }

    /// <summary>Time between two rows.</summary>
    public int StepSeconds { get; }

    /// <summary>Time from the first row to the last.</summary>
    public int Seconds { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">The file is not a trace; the message names the line.</exception>
    public static TraceFile Read(string path)
    {
        using var file = File.OpenRead(path);
        var magic = new byte[GzipMagic.Length];
        var isGzip = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && magic.SequenceEqual(GzipMagic);
        file.Position = 0;
        using Stream text = isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(text);
        return Read(reader);
    }

    private static TraceFile Read(StreamReader reader)
    {
        var names = reader.ReadLine()?.Split(',') ?? [];
        if (names is not ["timestamp", _, ..])
            throw new FormatException("line 1: expected timestamp,NAME,...");
        long[]? soldKib = null;
        var used = names.Skip(1).Select(_ => new List<long>()).ToArray();
        var times = new List<long>();
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            var fields = line.Split(',');
            if (fields.Length != names.Length)
                throw new FormatException($"line {number}: {fields.Length} fields, expected {names.Length}");
            if (long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var time))
                AddRow(number, time, fields);
            else if (fields[0] == Capacity)
                soldKib = [.. fields.Skip(1).Select(field => Mib(number, field) ?? throw new FormatException($"line {number}: a server without {Capacity}"))];
        }

        if (soldKib is null)
            throw new FormatException($"no line begins with {Capacity}");
        if (times.Count < 2)
            throw new FormatException("expected two moments at least");
        return new TraceFile(
            [.. soldKib.Select((kib, index) => new ServerTrace(names[index + 1], kib, used[index]))], (int)(times[1] - times[0]), times.Count);

        void AddRow(int number, long time, string[] fields)
        {
            if (times.Count > 0 && (time <= times[^1] || (times.Count > 1 && time - times[^1] != times[1] - times[0])))
                throw new FormatException($"line {number}: the time between lines is not the same everywhere");
            times.Add(time);
            for (var index = 0; index < used.Length; index++)
                used[index].Add(Mib(number, fields[index + 1]) ?? (used[index].Count == 0 ? 0 : used[index][^1]));
        }
    }

    private static long? Mib(int number, string field)
    {
        if (field.Length == 0)
            return null;
        return double.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var mib)
            ? (long)(mib * MiB)
            : throw new FormatException($"line {number}: {field} is no number of MiB");
    }
}
