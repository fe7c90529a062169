namespace BalloonExporter.Lab.Health;

/// <summary>The command line of the alerts' proof.</summary>
/// <param name="Exporter">The published binary.</param>
internal sealed record HealthOptions(string Exporter)
{
    /// <returns>Null and what is wrong, when something is.</returns>
    public static (HealthOptions? Options, string Problem) Parse(IReadOnlyList<string> arguments)
    {
        var options = new HealthOptions(Repository.PathOf("artifacts", "publish", "balloon-exporter"));
        for (var i = 0; i < arguments.Count; i++)
        {
            var parts = arguments[i].Split('=', 2);
            if (parts[0] != "--exporter")
                return (null, $"unknown option: {parts[0]}");
            if (parts.Length == 1 && i + 1 == arguments.Count)
                return (null, $"{parts[0]} needs a value");
            options = options with { Exporter = Path.GetFullPath(parts.Length == 2 ? parts[1] : arguments[++i]) };
        }

        return (options, "");
    }
}
