using System.Globalization;

namespace BalloonExporter.Lab.Soak;

/// <summary>What a process occupies.</summary>
internal sealed record Footprint(long ResidentBytes, int OpenFiles, int Threads)
{
    public static Footprint Of(int processId) => new(
        ProcFile.ResidentBytes(processId) ?? throw Gone(processId),
        ProcFile.OpenFiles(processId) ?? throw Gone(processId),
        Directory.GetDirectories($"/proc/{processId}/task").Length);

    /// <summary>The middle of each figure: one reading may fall into a garbage collection or an unlucky moment.</summary>
    public static Footprint MedianOf(IReadOnlyCollection<Footprint> footprints) => new(
        footprints.Select(each => each.ResidentBytes).Order().ElementAt(footprints.Count / 2),
        footprints.Select(each => each.OpenFiles).Order().ElementAt(footprints.Count / 2),
        footprints.Select(each => each.Threads).Order().ElementAt(footprints.Count / 2));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{ResidentBytes / 1048576.0:0.0} MiB resident, {OpenFiles} files, {Threads} threads");

    private static LabException Gone(int processId) => new($"process {processId} is gone");
}
