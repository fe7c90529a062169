namespace BalloonExporter.Rules;

/// <summary>The rule files that this version was made with.</summary>
internal static class ShippedRules
{
    public const string Planner = "planner.rules.yml";
    public const string Health = "health.rules.yml";

    /// <summary>A file of the pack, as it stands in <c>alerts/</c>.</summary>
    public static string Read(string file)
    {
        using var resource = typeof(ShippedRules).Assembly.GetManifestResourceStream($"alerts/{file}")
            ?? throw new InvalidOperationException($"{file} was left out of the build");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
