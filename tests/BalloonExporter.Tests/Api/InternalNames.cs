namespace BalloonExporter.Tests.Api;

/// <summary>Names of .NET and of this program's types, which say nothing to the sender of a request.</summary>
internal static class InternalNames
{
    public static void AreNotIn(string answer) =>
        Assert.All(["System.", ".NET", "Nullable", "BalloonExporter."], name => Assert.DoesNotContain(name, answer, StringComparison.Ordinal));
}
