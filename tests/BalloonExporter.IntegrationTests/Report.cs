using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>Measured figures, printed at the end of ./test.sh.</summary>
internal static class Report
{
    private static readonly string Path = Repository.PathOf("artifacts", "integration-report.txt");
    private static readonly Lock Gate = new();

    public static void Line(FormattableString text)
    {
        lock (Gate)
            File.AppendAllText(Path, FormattableString.Invariant(text) + "\n");
    }
}
