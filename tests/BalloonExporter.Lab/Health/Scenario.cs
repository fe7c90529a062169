namespace BalloonExporter.Lab.Health;

/// <summary>Something that goes wrong, and the alerts that must tell of it.</summary>
/// <param name="How">What is done, in one line.</param>
/// <param name="ActAsync">Does it.</param>
/// <param name="Alerts">What must fire then, or already while it is done.</param>
internal sealed record Scenario(string How, Func<Task> ActAsync, params IReadOnlyList<AwaitedAlert> Alerts)
{
    /// <summary>What is wrong from the beginning: nothing need be done.</summary>
    public static Scenario Given(string how, params IReadOnlyList<AwaitedAlert> alerts) => new(how, () => Task.CompletedTask, alerts);
}
