using BalloonExporter.Options;

namespace BalloonExporter.Engine;

/// <summary>The file that pauses the exporter while it exists.</summary>
internal sealed class PauseFile(ExporterOptions options)
{
    public string Path => options.PauseFile.FullName;

    /// <summary>Whether the file exists. Fails safe: unreadable counts as paused.</summary>
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
