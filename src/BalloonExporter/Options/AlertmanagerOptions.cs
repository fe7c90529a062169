using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>Which Alertmanagers are asked for their alerts, and how.</summary>
internal sealed record AlertmanagerOptions
{
    /// <summary>Nobody is asked.</summary>
    public static AlertmanagerOptions None { get; } = new();

    /// <summary>Base addresses; a user and a password may be in them.</summary>
    public IReadOnlyList<Uri> Addresses { get; init; } = [];

    /// <summary>Matchers that an alert must fulfil, all of them.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [AlertNames.Matcher];

    /// <summary>Headers of each question besides: the tenant, where there are several.</summary>
    public IReadOnlyList<RequestHeader> Headers { get; init; } = [];

    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    public FileInfo? TokenFile { get; init; }

    public FileInfo? PasswordFile { get; init; }

    /// <summary>Who may vouch for the servers; null: whom this machine trusts.</summary>
    public FileInfo? AuthorityFile { get; init; }
}
