using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>A command line of flags with a value each: <c>--name=value</c> or <c>--name value</c>. The last one of a name counts.</summary>
internal sealed class Flags
{
    private const string ExporterFlag = "--exporter";

    private readonly Dictionary<string, string> _values = [];

    /// <param name="arguments">The command line.</param>
    /// <param name="names">The names there are, besides <c>--exporter</c>.</param>
    /// <exception cref="UsageException">Another name, or no value.</exception>
    public Flags(IReadOnlyList<string> arguments, params IReadOnlyList<string> names)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            if (parts[0] != ExporterFlag && !names.Contains(parts[0]))
                throw new UsageException($"unknown option: {parts[0]}");
            if (parts.Length == 1 && i + 1 == arguments.Count)
                throw new UsageException($"{parts[0]} needs a value");
            _values[parts[0]] = parts.Length == 2 ? parts[1] : arguments[++i];
        }
    }

    /// <summary>Null without the flag.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>The published binary: what the flag says, or the one in this folder of the artifacts.</summary>
    public string Exporter(string folder = "publish") =>
        Text(ExporterFlag) is { } path ? Path.GetFullPath(path) : Repository.PathOf("artifacts", folder, "balloon-exporter");

    /// <summary>A number above zero; null without the flag.</summary>
    public int? Number(string name) => Text(name) is { } text ? Number(name, text) : null;

    /// <summary>The same, several with commas between them.</summary>
    public IReadOnlyList<int>? Numbers(string name) => Text(name)?.Split(',').Select(text => Number(name, text)).ToList();

    private static int Number(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new UsageException($"{name} needs a number above zero, not \"{text}\"");
}
