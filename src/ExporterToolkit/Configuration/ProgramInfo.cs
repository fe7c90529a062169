namespace ExporterToolkit.Configuration;

/// <summary>What the command line tells of a program.</summary>
/// <param name="Name">Its name, as users type it; also the prefix of its environment variables.</param>
/// <param name="Description">What it does, for the help.</param>
public sealed record ProgramInfo(string Name, string Description);
