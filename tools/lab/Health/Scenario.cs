namespace BalloonExporter.Lab.Health;

/// <summary>Something that is wrong or goes wrong, and the alerts that must tell of it.</summary>
/// <param name="How">What is done, in one line.</param>
/// <param name="ActAsync">Does it; null when it is so from the beginning.</param>
/// <param name="Alerts">What must fire then, or already while it is done, and not before.</param>
internal sealed record Scenario(string How, Func<Task>? ActAsync, params IReadOnlyList<AwaitedAlert> Alerts)
{
    /// <summary>What is wrong from the beginning.</summary>
    public static Scenario Given(string how, params IReadOnlyList<AwaitedAlert> alerts) => new(how, null, alerts);
}
