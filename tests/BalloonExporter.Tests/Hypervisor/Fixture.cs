namespace BalloonExporter.Tests.Hypervisor;

internal static class Fixture
{
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Hypervisor", "Fixtures", name);

    public static string Text(string name) => File.ReadAllText(PathOf(name));
}
