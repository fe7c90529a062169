namespace BalloonExporter.Lab.Demo;

/// <summary>What the demo shows.</summary>
/// <param name="Exporter">The published binary.</param>
/// <param name="For">How long to show it once all is up; null: until Ctrl-C.</param>
/// <param name="Uri">An existing libvirt to observe; null: one of our own with guests.</param>
internal sealed record DemoOptions(string Exporter, TimeSpan? For, string? Uri)
{
    public static DemoOptions Of(Flags flags) => new(
        flags.Exporter("demo"), flags.Number("--for") is { } seconds ? TimeSpan.FromSeconds(seconds) : null, flags.Text("--uri"));
}
