namespace BalloonExporter.Lab.Health;

/// <summary>What became of one alert.</summary>
/// <param name="Alert">Its name.</param>
/// <param name="How">How it was provoked.</param>
/// <param name="Fired">How long after the beginning of that it was seen to fire; null: it did not.</param>
/// <param name="Problem">Why it did not.</param>
internal sealed record Outcome(string Alert, string How, TimeSpan? Fired, string Problem = "")
{
    public override string ToString() => Fired is { } time
        ? FormattableString.Invariant($"fired    {Alert,-30} {time.TotalSeconds,6:0.0} s  {How}")
        : $"FAILED   {Alert,-30}           {How}: {Problem}";
}
