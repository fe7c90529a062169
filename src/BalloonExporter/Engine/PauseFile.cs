using BalloonExporter.Options;

namespace BalloonExporter.Engine;

/// <summary>The file that pauses the exporter by being there.</summary>
internal sealed class PauseFile(ExporterOptions options)
{
    public string Path => options.PauseFile.FullName;

    /// <summary>Whether it is there. When that cannot be told it counts as there: doubt takes no memory.</summary>
    public bool Exists
    {
        get
        {
            try
            {
                File.GetAttributes(Path);
                return true;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                return false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return true;
            }
        }
    }
}
