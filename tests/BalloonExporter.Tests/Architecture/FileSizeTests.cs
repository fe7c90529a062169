namespace BalloonExporter.Tests.Architecture;

/// <summary>Small files, one idea each: what grows beyond a limit is split by subject.</summary>
public sealed class FileSizeTests
{
    private const int MaximumBytes = 12 * 1024;
    private const int MedianBytes = 2 * 1024;

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    [InlineData("tools")]
    public void No_source_file_is_over_12_KiB(string folder) =>
        Assert.DoesNotContain(Sizes(folder), file => file.Bytes > MaximumBytes);

    [Fact]
    public void Half_of_the_programs_files_are_under_2_KiB()
    {
        var sizes = Sizes("src").Select(file => file.Bytes).Order().ToList();

        Assert.InRange(sizes[sizes.Count / 2], 1, MedianBytes);
    }

    [Fact]
    public void Files_are_found() => Assert.InRange(Sizes("src").Count, 400, 2000);

    private static List<(string Path, long Bytes)> Sizes(string folder) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/node_modules/", StringComparison.Ordinal))
            .Select(path => (path, new FileInfo(Path.Combine(Repository.Root, path)).Length)),
    ];
}
