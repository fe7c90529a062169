using System.Globalization;

namespace BalloonExporter.Lab.Rescue;

/// <summary>How often something is done, and with which exporter.</summary>
internal sealed record RepeatOptions(string Exporter, int Times)
{
    /// <returns>Null and what is wrong, when something is.</returns>
    public static (RepeatOptions? Options, string Problem) Parse(IReadOnlyList<string> arguments, int times)
    {
        var options = new RepeatOptions(Repository.PathOf("artifacts", "publish", "balloon-exporter"), times);
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var flag = parts[0];
            if (flag is not ("--exporter" or "--times"))
                return (null, $"unknown option: {flag}");
            if (parts.Length == 1 && i + 1 == arguments.Count)
                return (null, $"{flag} needs a value");
            var value = parts.Length == 2 ? parts[1] : arguments[++i];
            if (flag == "--exporter")
                options = options with { Exporter = Path.GetFullPath(value) };
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
                options = options with { Times = count };
            else
                return (null, $"--times needs a number, not \"{value}\"");
        }

        return (options, "");
    }
}
