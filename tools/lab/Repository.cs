namespace BalloonExporter.Lab;

/// <summary>The working tree this program was built in: the lab takes rules, templates and the guest's recipe from it.</summary>
public static class Repository
{
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BalloonExporter.sln")))
                return folder.FullName;
        }

        throw new LabException($"no BalloonExporter.sln above {start}: the lab runs from within the working tree");
    }
}
