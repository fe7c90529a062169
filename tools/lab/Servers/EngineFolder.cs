namespace BalloonExporter.Lab;

/// <summary>Where Prometheus and Alertmanager are: in the folder that an environment variable names, else wherever PATH has them.</summary>
public static class EngineFolder
{
    private const string EnvironmentVariable = "BALLOON_LAB_ENGINES";

    /// <summary>What to start for a program, for example <c>prometheus-alertmanager</c>.</summary>
    /// <exception cref="LabException">The folder does not have it: another version would be tested than was asked for.</exception>
    public static string CommandOf(string program)
    {
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is not { Length: > 0 } folder)
            return program;
        var path = Path.Combine(folder, program);
        return File.Exists(path) ? path : throw new LabException($"{EnvironmentVariable}: {path} is missing");
    }
}
