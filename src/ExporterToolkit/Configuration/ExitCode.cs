namespace ExporterToolkit.Configuration;

/// <summary>Exit codes of the program.</summary>
public static class ExitCode
{
    public const int Stopped = 0;
    public const int Failed = 1;

    /// <summary>Nothing was started: bad options, or a library that is missing.</summary>
    public const int Usage = 2;
}
