namespace BalloonExporter.Lab.Rescue;

/// <summary>What <c>rescue</c> is told.</summary>
/// <param name="Exporter">The published binary.</param>
/// <param name="Runs">How many guests.</param>
/// <param name="MibPerSecond">How fast a guest's need grows.</param>
internal sealed record RescueOptions(string Exporter, int Runs, int MibPerSecond)
{
    // Guests of the lab have no swap but where a test gives them one.
    private const string NoSwap = "--no-swap";

    /// <exception cref="UsageException">An option that there is not, or without a number.</exception>
    public static RescueOptions Of(IReadOnlyList<string> arguments)
    {
        var flags = new Flags([.. arguments.Where(argument => argument != NoSwap)], "--runs", "--times", "--rate");
        return new RescueOptions(flags.Exporter(), flags.Number("--runs") ?? flags.Number("--times") ?? 20, flags.Number("--rate") ?? 100);
    }
}
