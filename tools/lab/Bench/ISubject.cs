namespace BalloonExporter.Lab.Bench;

/// <summary>Something that is asked for statistics again and again.</summary>
internal interface ISubject
{
    string Name { get; }

    /// <summary>Null when it runs within the benchmark itself.</summary>
    int? ProcessId { get; }

    /// <summary>Asks once, to the last byte.</summary>
    /// <returns>The page; null when what is asked has none.</returns>
    Task<string?> AskAsync();
}
