namespace BalloonExporter.Tests.Libvirt;

internal static class Fixture
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Libvirt", "Fixtures", name);

    public static string Text(string name) => File.ReadAllText(PathOf(name));
}
