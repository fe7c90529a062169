using System.Globalization;

namespace ExporterToolkit.Hosting;

/// <summary>Limit of open files and sockets of this process.</summary>
public static class FileLimit
{
    private const string Name = "Max open files";

    // systemd's default for services.
    private const int Usual = 1024;

    /// <summary>The soft limit of this process.</summary>
    public static int OfThisProcess()
    {
        try
        {
            return Read(File.ReadLines("/proc/self/limits"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Usual;
        }
    }

    /// <summary>The soft limit out of the lines of <c>/proc/PID/limits</c>: <c>Max open files            1024                 524288               files</c>.</summary>
    public static int Read(IEnumerable<string> lines)
    {
        var words = lines.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [var soft, ..])
            return Usual;
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : int.MaxValue;
    }
}
