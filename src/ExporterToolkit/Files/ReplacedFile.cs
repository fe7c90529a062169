namespace ExporterToolkit.Files;

/// <summary>Files that are written beside their place and then renamed: readers get the old one or the new one, never a part.</summary>
public static class ReplacedFile
{
    private const string Beside = ".new";

    /// <summary>Replaces a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var beside = path + Beside;
        try
        {
            using (var stream = File.Create(beside))
                write(stream);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Why a file could not be written; null when it could. Nothing is left behind.</summary>
    public static string? ProblemOf(string path)
    {
        try
        {
            if (Directory.Exists(path))
                return $"{path} is a folder";
            File.Create(path + Beside).Dispose();
            File.Delete(path + Beside);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
