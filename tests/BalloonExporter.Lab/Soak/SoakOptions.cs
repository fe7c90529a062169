using System.Globalization;

namespace BalloonExporter.Lab.Soak;

/// <summary>The soak's command line.</summary>
/// <param name="Exporter">The published binary.</param>
/// <param name="For">How long failures go on.</param>
internal sealed record SoakOptions(string Exporter, TimeSpan For)
{
    /// <returns>Null and what is wrong, when something is.</returns>
    public static (SoakOptions? Options, string Problem) Parse(IReadOnlyList<string> arguments)
    {
        var options = new SoakOptions(Repository.PathOf("artifacts", "bench", "balloon-exporter"), TimeSpan.FromMinutes(60));
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var flag = parts[0];
            if (flag is not ("--exporter" or "--minutes"))
                return (null, $"unknown option: {flag}");
            if (parts.Length == 1 && i + 1 == arguments.Count)
                return (null, $"{flag} needs a value");
            var value = parts.Length == 2 ? parts[1] : arguments[++i];
            if (flag == "--exporter")
                options = options with { Exporter = Path.GetFullPath(value) };
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) && minutes > 0)
                options = options with { For = TimeSpan.FromMinutes(minutes) };
            else
                return (null, $"--minutes needs a number of minutes, not \"{value}\"");
        }

        return (options, "");
    }
}
