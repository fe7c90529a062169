namespace BalloonExporter.Fuzz.Http;

/// <summary>What is attacked, with what, and for how long.</summary>
/// <param name="Binary">The exporter.</param>
/// <param name="Corpus">Folder with right requests, <c>TOKEN</c> where the bearer token stands.</param>
/// <param name="Findings">Folder for the request that was found.</param>
/// <param name="Time">How long.</param>
/// <param name="Seed">Of the random numbers.</param>
internal sealed record HttpFuzzOptions(string Binary, string Corpus, string Findings, TimeSpan Time, int Seed);
