using BalloonExporter.Api;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Ui;

/// <summary>Whether a domain is managed, or why not, in words.</summary>
internal static class ManagedWords
{
    private static readonly Dictionary<string, DecisionReason> Reasons = Enum.GetValues<DecisionReason>().ToDictionary(reason => reason.ToLabel());

    public static string Of(DomainEntry domain)
    {
        var managed = domain.UnmanagedReason is { } label ? $"no: {Why(label)}" : "yes";
        return domain.RestartRequired == true ? $"{managed}; restart pending" : managed;
    }

    /// <summary>A reason in words: what is known of its cause, else its label without underscores.</summary>
    public static string Why(string label) => RemedyOf(label)?.Why ?? label.Replace('_', ' ');

    /// <summary>What mends it; null where it passes by itself.</summary>
    public static Remedy? RemedyOf(string label) => Reasons.TryGetValue(label, out var reason) ? Remedy.Of(reason) : null;
}
