using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>Which Alertmanagers are polled, and how.</summary>
internal sealed record AlertmanagerOptions
{
    /// <summary>None are polled.</summary>
    public static AlertmanagerOptions None { get; } = new();

    /// <summary>Base URLs; may include a user and password.</summary>
    public IReadOnlyList<Uri> Addresses { get; init; } = [];

    /// <summary>Matchers that an alert must all satisfy.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [AlertNames.Matcher];

    /// <summary>Extra request headers, for example a tenant.</summary>
    public IReadOnlyList<RequestHeader> Headers { get; init; } = [];

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    public FileInfo? TokenFile { get; init; }

    public FileInfo? PasswordFile { get; init; }

    /// <summary>Trusted authorities for the servers; null: those of this machine.</summary>
    public FileInfo? AuthorityFile { get; init; }
}
