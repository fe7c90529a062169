using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BalloonExporter.Core.Model;
using BalloonExporter.Options.Keys;
using BalloonExporter.Options.Texts;
using BalloonExporter.Pages;
using BalloonExporter.Tests.Fakes;
using Snapshooter.Xunit;

namespace BalloonExporter.Tests.Pages;

/// <summary>The pages as they are sent: each state in each language.</summary>
public sealed partial class ServerPageTests
{
    private const int Budget = 20 * 1024;

    public static TheoryData<string> Languages { get; } = [.. Catalogues.Embedded.Keys];

    public static IEnumerable<object[]> All => from state in PageViews.All.Keys from language in Catalogues.Embedded.Keys select new object[] { state, language };

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_state_has_its_words_in_each_language(string language) =>
        Snapshot.Match(string.Join('\n', PageViews.All.Select(each => $"== {each.Key}\n{TextOf(Page(each.Value, language))}")), $"states.{language}");

    [Theory]
    [MemberData(nameof(Languages))]
    public void Every_question_and_every_notice_has_its_words_in_each_language(string language)
    {
        var context = PageViews.Context(language, "../../");
        var afterwards = ServerActions.Of(PageViews.All["off_pending"], PageViews.AllRights);
        string[] pages =
        [
            ConfirmPage.Disable(context, PageViews.All["on"], afterwards),
            ConfirmPage.Disable(context, PageViews.All["stopped_on"], afterwards),
            ConfirmPage.Enable(context, PageViews.All["off"], afterwards),
            ConfirmPage.Restart(context, PageViews.All["off_pending"]),
            ConfirmPage.Force(context, PageViews.All["restart_still_running"]),
            .. Notice.All.Select(notice => NoticePage.Of(context, notice)),
            .. Enum.GetValues<RestartRefusal>().Select(refusal => ServerPage.Of(context, PageViews.All["off_pending"] with { History = [] }, PageViews.AllRights, refusal)),
        ];

        Snapshot.Match(string.Join("\n==\n", pages.Select(TextOf)), $"questions.{language}");
    }

    [Fact]
    public void The_markup_of_a_page_is_as_it_was() => Snapshot.Match(Page(PageViews.All["restart_shutting_down"], "en"), "markup");

    [Theory]
    [MemberData(nameof(All))]
    public void A_page_is_well_formed_complete_and_small(string state, string language)
    {
        var page = Page(PageViews.All[state], language);

        var tree = Tree(page);
        Assert.Equal(Catalogues.Embedded[language].Language, tree.Root!.Attribute("lang")!.Value);
        Assert.Single(tree.Descendants("h1"));
        Assert.Single(tree.Descendants("main"));
        Assert.DoesNotContain('{', page);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain(tree.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(tree.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src" or "action"), attribute => Assert.DoesNotMatch("^(/|[a-z]+:)", attribute.Value));
        Assert.InRange(Encoding.UTF8.GetByteCount(page) + PageAssets.Style.Bytes.Length + PageAssets.Script.Bytes.Length, 1, Budget);
    }

    [Fact]
    public void A_long_history_stays_within_the_budget()
    {
        var lines = Enumerable.Range(0, HistoryLine.Most).Select(minute => new HistoryLine(Snapshots.Noon - TimeSpan.FromMinutes(minute), HistoryKind.ChangedByProvider)).ToList();
        var page = Page(PageViews.All["restart_still_running"] with { History = lines, Name = new string('&', 64) }, "de-formal");

        Assert.InRange(Encoding.UTF8.GetByteCount(page) + PageAssets.Style.Bytes.Length + PageAssets.Script.Bytes.Length, 1, Budget);
    }

    [Fact]
    public void Any_name_is_text()
    {
        const string letters = "<>&\"'/= \t\n\0\u0001\u007f\u202eäß日{}`-!;#x";
        var random = new Random(18);
        for (var round = 0; round < 300; round++)
        {
            var name = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => letters[random.Next(letters.Length)]));
            var view = PageViews.All["on"] with { Name = name };
            foreach (var page in (string[])[Page(view, "en"), ConfirmPage.Force(PageViews.Context("en"), view)])
            {
                var tree = Tree(page);
                var shown = tree.Descendants("bdi").Single().Value;

                Assert.Equal(new string([.. name.Select(letter => letter is < ' ' and not ('\t' or '\n') or '\u007f' ? '\ufffd' : letter)]), shown);
                Assert.Equal(Page(PageViews.All["on"], "en").Count(letter => letter == '<'), Page(view, "en").Count(letter => letter == '<'));
            }
        }
    }

    [Theory]
    [InlineData("read", "")]
    [InlineData("read policy", "disable")]
    [InlineData("read restart force", "")]
    public void A_page_offers_what_the_link_gives(string may, string offered)
    {
        var rights = may.Split(' ').Select(right => Scopes.TryParse(right)!.Value).ToHashSet();

        Assert.Equal(offered, string.Join(' ', Offers(PageViews.All["on"], rights)));
    }

    [Theory]
    [InlineData("on", "disable")]
    [InlineData("off_pending", "undo restart")]
    [InlineData("off_pending_elsewhere", "undo")]
    [InlineData("off", "enable")]
    [InlineData("off_by_provider", "")]
    [InlineData("on_pending", "undo restart")]
    [InlineData("stopped_on", "disable")]
    [InlineData("stopped_off", "enable")]
    [InlineData("container", "")]
    [InlineData("pinned", "")]
    [InlineData("no_driver", "disable")]
    [InlineData("unclear", "")]
    [InlineData("observe", "")]
    [InlineData("paused", "")]
    [InlineData("restart_requested", "")]
    [InlineData("restart_shutting_down", "giveup")]
    [InlineData("restart_starting", "")]
    [InlineData("restart_still_running", "undo restart force")]
    public void A_page_offers_what_can_be_done_now(string state, string offered) =>
        Assert.Equal(offered, string.Join(' ', Offers(PageViews.All[state], PageViews.AllRights)));

    private static IEnumerable<string> Offers(ServerView view, IReadOnlySet<Scope> may) =>
        Offered().Matches(ServerPage.Of(PageViews.Context("en"), view, may)).Select(match => match.Groups[1].Value).Where(name => name != "leave");

    private static string Page(ServerView view, string language) => ServerPage.Of(PageViews.Context(language), view, PageViews.AllRights);

    // Once void elements are closed, and attributes without a value left out, a page is XML: nothing else is left open.
    private static XDocument Tree(string page) => XDocument.Parse(
        Voids().Replace(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal).Replace(" required", "", StringComparison.Ordinal), "$0</$1>").Replace(" defer", "", StringComparison.Ordinal),
        LoadOptions.PreserveWhitespace);

    // What a person reads, a line for each element.
    private static string TextOf(string page)
    {
        var body = Tags().Replace(page[page.IndexOf("<main", StringComparison.Ordinal)..], "\n");
        return string.Join('\n', System.Net.WebUtility.HtmlDecode(body).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [GeneratedRegex("<(meta|link|input)[^>]*>")]
    private static partial Regex Voids();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tags();

    [GeneratedRegex($"(?:href|action)=\"[-0-9a-f]{{36}}/([a-z]+)\"")]
    private static partial Regex Offered();
}
