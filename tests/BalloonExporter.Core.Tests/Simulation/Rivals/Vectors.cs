using System.Globalization;

namespace BalloonExporter.Core.Tests.Simulation.Rivals;

/// <summary>
/// Decisions that the rivals' own programs made on random states of a host, in the folder <c>Vectors</c>: one on each line, its parts separated by bars.
/// The comments at the top of a file say which program made them and how to read them.
/// </summary>
internal static class Vectors
{
    /// <summary>The lines of a rival, each split into its parts.</summary>
    public static List<string[]> Of(string rival)
    {
        using var stream = typeof(Vectors).Assembly.GetManifestResourceStream($"{rival}.txt")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(line => line.Split('|'))];
    }

    /// <summary>Numbers with blanks between them.</summary>
    public static long[] Numbers(string text) => [.. text.Split(' ').Select(Number)];

    public static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A number; null for a dash.</summary>
    public static long? Maybe(string text) => text == "-" ? null : Number(text);

    public static double Fraction(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Pairs of a place and a target: <c>0:4096 2:1024</c>.</summary>
    public static List<(int Index, long Target)> Targets(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split(':')).Select(pair => (int.Parse(pair[0], CultureInfo.InvariantCulture), Number(pair[1])))];
}
