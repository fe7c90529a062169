namespace BalloonExporter.Rules;

/// <summary>The rule files embedded in this version.</summary>
internal static class ShippedRules
{
    public const string Planner = "planner.rules.yml";
    public const string Health = "health.rules.yml";

    /// <summary>An embedded rule file, as in <c>alerts/</c>.</summary>
    public static string Read(string file)
    {
        using var resource = typeof(ShippedRules).Assembly.GetManifestResourceStream($"alerts/{file}")
            ?? throw new InvalidOperationException($"{file} is missing in the build");
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd();
    }
}
