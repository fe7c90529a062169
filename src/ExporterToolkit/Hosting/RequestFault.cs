namespace ExporterToolkit.Hosting;

/// <summary>Why a request was refused: a feature of it, for the line in the log.</summary>
/// <param name="Error">What is wrong, for a person.</param>
/// <param name="Kind">What kind of fault it is, of a closed set; null where the status says enough.</param>
public sealed record RequestFault(string Error, string? Kind);
