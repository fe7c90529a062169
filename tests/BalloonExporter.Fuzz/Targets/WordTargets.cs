using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Fuzz.Targets;

/// <summary>Single words of flags and fields: sizes, durations, addresses, patterns.</summary>
internal static class WordTargets
{
    public static Target Words { get; } = Target.OfText("words", text =>
    {
        _ = ByteSize.TryParseKib(text);
        _ = Amount.TryParse(text);
        _ = Duration.TryParse(text);
        _ = ListenAddress.TryParse(text);
        _ = DomainFilter.TryParse(text)?.IsMatch("a domain");
    });
}
