using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Architecture;

/// <summary>The factor between bytes, KiB and MiB is written once, in Kib: elsewhere a factor that is missing, or there twice, is a thousand times too much or too little.</summary>
public sealed partial class SizeFactorTests
{
    private static readonly string[] Folders = ["src/BalloonExporter", "src/BalloonExporter.Backtest", "src/BalloonExporter.Core", "tools/simulator"];

    // What is not a size: numbers of characters, of jobs.
    private static readonly string[] Numbers = ["TextBounds.cs", "DomainFilter.cs", "CommonOptions.cs"];

    [Fact]
    public void No_size_is_converted_outside_of_Kib() => Assert.Empty(
        from folder in Folders
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        where !IsBuilt(file) && Path.GetFileName(file) != "Kib.cs" && !Numbers.Contains(Path.GetFileName(file))
        from line in File.ReadLines(file)
        where HasFactor(line)
        select $"{Path.GetFileName(file)}: {line.Trim()}");

    // A checker that finds nothing anywhere would pass that.
    [Theory]
    [InlineData("FromBytes = FromKib * 1024,", true)]
    [InlineData("page.Write(value * 1024.0);", true)]
    [InlineData("private const long Most = 4L * 1024 * 1024;", true)]
    [InlineData("var bytes = kib << 10;", true)]
    [InlineData("private const long MiB = 1L << 20;", true)]
    [InlineData("return size / 1_048_576;", true)]
    [InlineData("/// <summary>Written <c>512 * 1024</c>.</summary>", false)]
    [InlineData("var port = 10240;", false)]
    [InlineData("return Kib.ToBytes(kib);", false)]
    public void A_factor_is_seen_in_code_and_not_in_comments(string line, bool seen) => Assert.Equal(seen, HasFactor(line));

    private static bool HasFactor(string line) => Factor().IsMatch(Comment().Replace(line, ""));

    private static bool IsBuilt(string file) => file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w.])(1_?024|1_?048_?576)(\.0)?[LlDdFfUuMm]*\b|(<<|>>)\s*(1[06]|[2-4]0)\b")]
    private static partial Regex Factor();

    [GeneratedRegex("//.*$")]
    private static partial Regex Comment();
}
