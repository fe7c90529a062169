namespace ExporterToolkit.Configuration;

/// <summary>A command with an exit code of its own for bad options.</summary>
public interface IUsageCode
{
    /// <summary>The exit code.</summary>
    int UsageCode { get; }
}
