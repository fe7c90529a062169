namespace BalloonExporter.Tests;

/// <summary>Where the sources lie that tests look at.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "BalloonExporter.sln")) ? folder : Find(Path.GetDirectoryName(folder.TrimEnd('/'))!);
}
