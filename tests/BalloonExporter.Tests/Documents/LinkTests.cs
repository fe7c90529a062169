namespace BalloonExporter.Tests.Documents;

/// <summary>Every relative link of every page leads to a file that is there, and to a heading that it has.</summary>
public sealed class LinkTests
{
    private static readonly string[] NotOurs = ["artifacts", "node_modules", "bin", "obj", ".git"];

    [Fact]
    public void Every_relative_link_leads_somewhere()
    {
        var pages = Pages(Repository.Root).Select(MarkdownFile.Read).ToList();

        Assert.True(pages.Count > 50 && pages.Sum(page => page.Links.Count) > 150, "hardly a page or link was found");
        Assert.Empty(pages.SelectMany(Broken));
    }

    /// <summary>Every page is linked to: otherwise it is not read.</summary>
    [Fact]
    public void Every_page_in_docs_can_be_reached_from_the_readme()
    {
        var reached = new HashSet<string>();
        var waiting = new Queue<string>([Path.Combine(Repository.Root, "README.md")]);
        while (waiting.TryDequeue(out var path))
        {
            if (!reached.Add(path))
                continue;
            foreach (var link in MarkdownFile.Read(path).Links.Select(link => link.Split('#')[0]).Where(link => link.EndsWith(".md", StringComparison.Ordinal) && !link.Contains("://", StringComparison.Ordinal)))
                waiting.Enqueue(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, link)));
        }

        Assert.Empty(Pages(Path.Combine(Repository.Root, "docs")).Except(reached));
    }

    /// <summary>Who sees the program for the first time has ten minutes. What is longer has a page in docs/.</summary>
    [Fact]
    public void The_readme_is_at_most_10_KB() => Assert.InRange(new FileInfo(Path.Combine(Repository.Root, "README.md")).Length, 1, 10_000);

    [Theory]
    [InlineData("[a](nowhere.md)")]
    [InlineData("[a](LICENSE/x)")]
    [InlineData("[a](#no-such-heading)")]
    [InlineData("[a](SECURITY.md#no-such-heading)")]
    [InlineData("![a](docs/images/nothing.png)")]
    public void A_link_into_the_void_is_found(string text) => Assert.Single(Broken(MarkdownFile.Parse(Path.Combine(Repository.Root, "X.md"), text)));

    [Theory]
    [InlineData("[a](LICENSE)")]
    [InlineData("[a](docs/)")]
    [InlineData("[a](SECURITY.md#versions)")]
    [InlineData("# What `it` is: this, not [that](LICENSE)\n\n[a](#what-it-is-this-not-that)")]
    [InlineData("# Twice\n# Twice\n[a](#twice-1)")]
    [InlineData("[a](https://example.org/nowhere.md)")]
    [InlineData("`[a](nowhere.md)`\n\n    [a](nowhere.md)\n\n```\n[a](nowhere.md)\n```\n")]
    public void A_link_that_leads_somewhere_is_none_of_them(string text) => Assert.Empty(Broken(MarkdownFile.Parse(Path.Combine(Repository.Root, "X.md"), text)));

    private static IEnumerable<string> Broken(MarkdownFile page)
    {
        foreach (var link in page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("mailto:", StringComparison.Ordinal)))
        {
            var parts = link.Split('#', 2);
            var target = parts[0] == "" ? page.Path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.Path)!, parts[0]));
            var name = Path.GetRelativePath(Repository.Root, page.Path);
            if (target != page.Path && !File.Exists(target) && !Directory.Exists(target))
                yield return $"{name}: {link}: no such file";
            else if (parts.Length == 2 && !(target == page.Path ? page : MarkdownFile.Read(target)).Anchors.Contains(parts[1]))
                yield return $"{name}: {link}: no such heading";
        }
    }

    private static IEnumerable<string> Pages(string folder) => Directory.GetFiles(folder, "*.md")
        .Concat(Directory.GetDirectories(folder).Where(each => !NotOurs.Contains(Path.GetFileName(each))).SelectMany(Pages));
}
