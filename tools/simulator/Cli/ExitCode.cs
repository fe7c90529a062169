namespace BalloonExporter.Simulator.Cli;

/// <summary>Exit codes of the program.</summary>
internal static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int Usage = 2;
}
