using BalloonExporter.Options;
using BalloonExporter.Options.Texts;
using BalloonExporter.Pages;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Pages;

public sealed class PageLanguageTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("de", "en", "wenn du")]
    [InlineData("de-formal", "en", "wenn Sie")]
    [InlineData("en", "de", "when you")]
    [InlineData("fr", "de", "wenn du")]
    [InlineData(null, "de", "wenn du")]
    [InlineData(null, "de-AT,en;q=0.5", "wenn du")]
    [InlineData(null, "fr, en;q=0.3, de;q=0.7", "wenn du")]
    [InlineData(null, "de;q=0, en;q=0.1", "when you")]
    [InlineData(null, "*", "when you")]
    [InlineData(null, "", "when you")]
    [InlineData(null, null, "when you")]
    [InlineData(null, ";;;,,q=1,de;q=nonsense", "when you")]
    public void The_link_decides_then_the_browser_then_English(string? claimed, string? accepted, string words) =>
        Assert.Contains(words, new PageLanguage(TestOptions.Act).Of(claimed, accepted)["on_text"], StringComparison.Ordinal);

    [Fact]
    public void Every_language_has_every_text_with_the_same_placeholders()
    {
        var english = Catalogues.Embedded[Catalogues.English];

        Assert.InRange(english.Names.Count(), 100, 200);
        foreach (var (_, catalogue) in Catalogues.Embedded)
        {
            Assert.Equal(english.Names.Order(StringComparer.Ordinal), catalogue.Names.Order(StringComparer.Ordinal));
            Assert.All(english.Names, name => Assert.Equal(Placeholders(english[name]), Placeholders(catalogue[name])));
            Assert.All(english.Names.Where(name => !name.EndsWith("_url", StringComparison.Ordinal)), name => Assert.NotEmpty(catalogue[name]));
        }
    }

    [Fact]
    public void Formal_German_says_Sie_and_German_du()
    {
        Assert.All(Catalogues.Embedded[Catalogues.FormalGerman].Names, name => Assert.DoesNotMatch(@"\b([Dd]u|[Dd]ir|[Dd]ich|[Dd]ein\w*)\b", Catalogues.Embedded[Catalogues.FormalGerman][name].Replace("„", "", StringComparison.Ordinal)));
        Assert.All(Catalogues.Embedded[Catalogues.German].Names, name => Assert.DoesNotMatch(@"\b(Ihr\w*|Ihnen)\b", Catalogues.Embedded[Catalogues.German][name]));
    }

    [Fact]
    public void A_provider_replaces_texts_and_links_and_keeps_the_others()
    {
        File.WriteAllText(_path, """{"all": {"help_url": "https://example.com/help"}, "de": {"on_title": "Speicher wird geteilt."}}""");
        var language = new PageLanguage(TestOptions.Act with { Customer = new CustomerOptions { TextsFile = new FileInfo(_path) } });

        Assert.Equal("Speicher wird geteilt.", language.Of("de", null)["on_title"]);
        Assert.Equal("Ballooning ist aktiv.", language.Of("de-formal", null)["on_title"]);
        Assert.Equal("https://example.com/help", language.Of("en", null)["help_url"]);
        Assert.Contains("when you", language.Of("en", null)["on_text"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"fr": {}}""", "fr is not known")]
    [InlineData("""{"en": {"on_titel": "x"}}""", "no text is called on_titel")]
    [InlineData("""{"en": {"on_title": null}}""", "null")]
    [InlineData("""{"en": {"help_url": "javascript:alert(1)"}}""", "help_url is not a link")]
    [InlineData("""{"en": {"help_url": "help"}}""", "help_url is not a link")]
    [InlineData("""{"en": {"on_title": "a", "on_title": "b"}}""", "no JSON object")]
    [InlineData("""{"en": "x"}""", "no JSON object")]
    [InlineData("[]", "no JSON object")]
    [InlineData("", "no JSON object")]
    public void Another_file_is_refused(string text, string named)
    {
        File.WriteAllText(_path, text);

        Assert.Contains(named, Assert.Throws<FormatException>(() => TextsFile.Read(_path)).Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Placeholders(string text) => System.Text.RegularExpressions.Regex.Matches(text, @"\{\w+\}").Select(match => match.Value).Order(StringComparer.Ordinal);
}
