using System.Collections.Frozen;

namespace BalloonExporter.Options.Keys;

/// <summary>Names of scopes, and predefined sets of them.</summary>
internal static class Scopes
{
    private static readonly FrozenDictionary<string, Scope> ByLabel =
        Enum.GetValues<Scope>().ToFrozenDictionary(scope => scope.ToLabel(), StringComparer.Ordinal);

    /// <summary>The expected values, for error messages.</summary>
    public static string Expected { get; } = string.Join(", ", Enum.GetValues<Scope>().Select(ToLabel));

    /// <summary>Scopes of root and of the exporter's own user.</summary>
    public static IReadOnlySet<Scope> All { get; } = Enum.GetValues<Scope>().ToFrozenSet();

    /// <summary>Scopes of the legacy options <c>--feedback.token-file</c>, <c>.user</c>, <c>.client-name</c>.</summary>
    public static IReadOnlySet<Scope> Legacy { get; } = FrozenSet.Create(Scope.Read, Scope.Feedback, Scope.Policy, Scope.Pause);

    public static IReadOnlySet<Scope> None { get; } = FrozenSet<Scope>.Empty;

    public static string ToLabel(this Scope scope) => scope.ToString().ToLowerInvariant();

    public static Scope? TryParse(string text) => ByLabel.TryGetValue(text, out var scope) ? scope : null;
}
