namespace BalloonExporter.Simulator.Cli;

/// <summary>Files for results.</summary>
internal static class OutputFile
{
    /// <summary>Replaces a file: readers get the old one or the new one, never a part.</summary>
    public static void Replace(string path, Action<Stream> write)
    {
        var beside = path + ".new";
        using (var stream = File.Create(beside))
            write(stream);
        File.Move(beside, path, overwrite: true);
    }
}
