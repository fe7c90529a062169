namespace BalloonExporter.Lab.Demo;

/// <summary>Shows one snapshot after the other until the demo ends.</summary>
internal interface IDisplay
{
    Task ShowAsync(IAsyncEnumerable<Snapshot> snapshots);
}
