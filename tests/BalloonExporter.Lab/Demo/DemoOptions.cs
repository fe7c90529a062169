using System.Globalization;

namespace BalloonExporter.Lab.Demo;

/// <summary>The demo's command line.</summary>
/// <param name="Exporter">The published binary.</param>
/// <param name="For">How long to show it once all is up; null: until Ctrl-C.</param>
/// <param name="Uri">An existing libvirt to observe; null: one of our own with guests.</param>
internal sealed record DemoOptions(string Exporter, TimeSpan? For, string? Uri)
{
    /// <returns>Null and what is wrong, when something is.</returns>
    public static (DemoOptions? Options, string Problem) Parse(IReadOnlyList<string> arguments)
    {
        var options = new DemoOptions(Repository.PathOf("artifacts", "demo", "balloon-exporter"), null, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            var flag = parts[0];
            if (flag is not ("--exporter" or "--for" or "--uri"))
                return (null, $"unknown option: {flag}");
            if (parts.Length == 1 && i + 1 == arguments.Count)
                return (null, $"{flag} needs a value");
            var value = parts.Length == 2 ? parts[1] : arguments[++i];
            if (flag == "--exporter")
                options = options with { Exporter = Path.GetFullPath(value) };
            else if (flag == "--uri")
                options = options with { Uri = value };
            else if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0)
                options = options with { For = TimeSpan.FromSeconds(seconds) };
            else
                return (null, $"--for needs a number of seconds, not \"{value}\"");
        }

        return (options, "");
    }
}
