using System.Text.Json;

namespace ExporterToolkit.Configuration;

/// <summary>What is wrong with JSON that somebody sent, in words for that sender.</summary>
public static class JsonFault
{
    /// <summary>The exception's own words, or only where it is wrong if they name types of this program: those are nobody else's business.</summary>
    public static string Of(JsonException exception) => NamesType(exception.Message)
        ? $"what stands at {exception.Path ?? "$"} does not belong there"
        : exception.Message;

    private static bool NamesType(string message) =>
        message.Contains("System.", StringComparison.Ordinal) || message.Contains(".NET", StringComparison.Ordinal) || message.Contains(" type '", StringComparison.Ordinal) || message.Contains(" converted to ", StringComparison.Ordinal);
}
