namespace BalloonExporter.Core.Model;

/// <summary>How a <see cref="PowerCall"/> went.</summary>
/// <param name="News">Whether it was done.</param>
/// <param name="Problem">Why not, in libvirt's words; null when it was.</param>
public readonly record struct PowerOutcome(PowerNews News, string? Problem = null);

/// <summary>Whether a <see cref="PowerCall"/> was done.</summary>
public enum PowerNews
{
    /// <summary>It was, or what it is to bring about was so already.</summary>
    Done,

    /// <summary>It was refused, and nothing changed.</summary>
    Refused,

    /// <summary>There was no answer: it may take effect.</summary>
    Unanswered,
}
