using System.Text.Json;

namespace ExporterToolkit.Configuration;

/// <summary>What is wrong with JSON of a request, in words for the client.</summary>
public static class JsonFault
{
    /// <summary>The exception's own words; only the place of the fault where they would name types of this program.</summary>
    public static string Of(JsonException exception) => NamesType(exception.Message)
        ? $"what stands at {exception.Path ?? "$"} does not belong there"
        : exception.Message;

    private static bool NamesType(string message) =>
        message.Contains("System.", StringComparison.Ordinal) || message.Contains(".NET", StringComparison.Ordinal) || message.Contains(" type '", StringComparison.Ordinal) || message.Contains(" converted to ", StringComparison.Ordinal);
}
