using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>The UUID in the path of a page. Not read by the framework, whose 400 has no error in it.</summary>
internal static class DomainUuid
{
    /// <summary>The UUID; null when the text is none.</summary>
    public static Guid? TryRead(string text) => Guid.TryParseExact(text, "D", out var uuid) ? uuid : null;

    /// <summary>Says what is wanted instead: most who get it wrong gave the name.</summary>
    public static Refusal NotOne(string text) => Refusal.BadRequest(
        $"\"{TextBounds.Cut(text)}\" is not a UUID. A domain is addressed by its UUID here, not by its name: {DomainsEndpoint.Path} lists both, as virsh domuuid NAME does");
}
