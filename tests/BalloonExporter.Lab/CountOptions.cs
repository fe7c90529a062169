using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>The command line of what is done a number of times, minutes or domains.</summary>
/// <param name="Exporter">The published binary.</param>
/// <param name="Count">How many.</param>
internal sealed record CountOptions(string Exporter, int Count)
{
    /// <param name="arguments">The command line.</param>
    /// <param name="counted">The flag that says how many.</param>
    /// <param name="defaultCount">How many without it.</param>
    /// <returns>Null and what is wrong, when something is.</returns>
    public static (CountOptions? Options, string Problem) Parse(IReadOnlyList<string> arguments, string counted, int defaultCount)
    {
        var options = new CountOptions(Repository.PathOf("artifacts", "publish", "balloon-exporter"), defaultCount);
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var flag = parts[0];
            if (flag != "--exporter" && flag != counted)
                return (null, $"unknown option: {flag}");
            if (parts.Length == 1 && i + 1 == arguments.Count)
                return (null, $"{flag} needs a value");
            var value = parts.Length == 2 ? parts[1] : arguments[++i];
            if (flag == "--exporter")
                options = options with { Exporter = Path.GetFullPath(value) };
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
                options = options with { Count = count };
            else
                return (null, $"{counted} needs a number, not \"{value}\"");
        }

        return (options, "");
    }
}
