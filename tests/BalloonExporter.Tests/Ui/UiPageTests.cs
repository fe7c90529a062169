using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Ui;

namespace BalloonExporter.Tests.Ui;

/// <summary>The pages as they are sent.</summary>
public sealed partial class UiPageTests
{
    private const int Budget = 40 * 1024;

    public static TheoryData<string> Pages { get; } = [.. OperatorViews.Pages.Keys];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_well_formed_complete_and_small(string name)
    {
        var page = OperatorViews.Pages[name];

        var tree = Tree(page);
        Assert.Equal("en", tree.Root!.Attribute("lang")!.Value);
        Assert.Single(tree.Descendants("h1"));
        Assert.Single(tree.Descendants("main"));
        Assert.DoesNotContain('{', page);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain(tree.Descendants().Attributes(), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.All(
            tree.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src" or "action" && !attribute.Value.StartsWith("https://grafana.example/", StringComparison.Ordinal)),
            attribute => Assert.DoesNotMatch("^(/|[a-z]+:)", attribute.Value));
        var ids = tree.Descendants().Attributes("id").Select(attribute => attribute.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(tree.Descendants("label").Attributes("for"), label => Assert.Contains(label.Value, ids));
        Assert.InRange(SizeOf(page), 1, Budget);
    }

    [Fact]
    public void The_page_of_a_host_with_thirty_domains_stays_within_the_budget()
    {
        var usual = OperatorViews.Hosts["usual"];
        var many = Enumerable.Range(0, 30).Select(number => usual.Domains[number % usual.Domains.Count] with { Uuid = Snapshots.Uuid(number + 1).ToString() });
        var view = usual with { Domains = [.. many], LastMoves = Enumerable.Range(0, 30).ToDictionary(number => Snapshots.Uuid(number + 1).ToString(), _ => usual.LastMoves.Values.First()) };

        Assert.InRange(SizeOf(HostPage.Of(OperatorViews.Operator(), view, new TableQuery())), 1, Budget);
    }

    [Fact]
    public void A_large_host_has_several_pages()
    {
        var usual = OperatorViews.Hosts["usual"];
        var view = usual with { Domains = [.. Enumerable.Range(0, 250).Select(number => usual.Domains[0] with { Uuid = Snapshots.Uuid(number + 1).ToString(), Name = $"guest{number:d3}" })] };

        var page = HostPage.Of(OperatorViews.Operator(), view, new TableQuery { Order = TableOrder.Name, Page = 2 });

        Assert.Equal(TableQuery.Rows, Tree(page).Descendants("tbody").Single().Elements("tr").Count());
        Assert.Contains("250 domains are found; shown are those from 101 to 200.", page, StringComparison.Ordinal);
        Assert.Contains("href=\"?sort=name\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"?sort=name&amp;page=3\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_of_others_is_text()
    {
        const string letters = "<>&\"'/= \t\n\0\u0001\u007f\u202eäß日{}`-!;#x|";
        var random = new Random(18);
        var host = OperatorViews.Hosts["paused"];
        var domain = OperatorViews.Domains["opted_out"];
        var marks = (MarksOf(HostPage.Of(OperatorViews.Operator(), Named(host, "x"), new TableQuery { Filter = "x" })), MarksOf(DomainPage.Of(OperatorViews.Operator(), Named(domain, "x"))));
        for (var round = 0; round < 200; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 40)).Select(_ => letters[random.Next(letters.Length)]));
            var hostPage = HostPage.Of(OperatorViews.Operator(), Named(host, text), new TableQuery { Filter = text });
            var domainPage = DomainPage.Of(OperatorViews.Operator(), Named(domain, text));

            Tree(hostPage);
            Assert.Equal(new string([.. text.Select(letter => letter is < ' ' and not ('\t' or '\n') or '\u007f' ? '\ufffd' : letter)]), Tree(domainPage).Descendants("h1").Single().Value);
            // The text that is looked for may find no domain.
            Assert.Equal(marks.Item2, MarksOf(domainPage));
            Assert.Equal(marks.Item1, MarksOf(HostPage.Of(OperatorViews.Operator(), Named(host, text), new TableQuery())));
        }
    }

    [Theory]
    [InlineData("usual", "SOFT: idle memory is taken", "gave 300 MiB, it needs more than it has")]
    [InlineData("observe", "RED: headroom would be taken too", "would take 1024 MiB, to rescue db-1")]
    [InlineData("observe", "could take 9216 MiB", "(held back by step_limit)")]
    [InlineData("standby", "observe: another exporter acts on this host", "it only stands by")]
    [InlineData("emergency", "CRIT: no guest may grow beyond what it occupies", "yes: what guests can spare is taken at once")]
    [InlineData("paused", "by user:alice@192.0.2.7 until 2026-05-04 14:00:00Z: new &lt;disks&gt;.", "Resume")]
    [InlineData("paused_by_file", "by the file /run/balloon-exporter/pause", "WARNING: paused")]
    [InlineData("down", "CRITICAL: libvirt cannot be reached", "No domain is found.")]
    [InlineData("usual", "no: its guest&#39;s driver does not report how much memory is usable", "yes; restart pending")]
    public void A_host_is_told_in_words(string name, string first, string second)
    {
        var page = OperatorViews.Pages[$"host.{name}"];

        Assert.Contains(first, page, StringComparison.Ordinal);
        Assert.Contains(second, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("managed", "Managed: its balloon is moved.", "refused 4096 MiB: it started, rebooted or arrived a moment ago")]
    [InlineData("opted_out", "What mends it: opt in (enabled=yes) and start it again", "Restart pending: its next start turns ballooning off.")]
    [InlineData("opted_out", "take the opt-out back", "nothing, was enabled no, by customer:7@192.0.2.9")]
    [InlineData("malformed", "malformed: unknown attribute flor", "its policy element is malformed")]
    [InlineData("observed", "its balloon would be moved", "This exporter only observes")]
    [InlineData("stopped", "It does not run.", "floor 25%, shares 2000")]
    [InlineData("restarting", "Under way, asked for by key:alice@192.0.2.7: shutting down", "Give up waiting")]
    [InlineData("still_running", "still running since", "Restart by force")]
    [InlineData("libvirt_down", "libvirt does not answer.", "Its memory could not be read now.")]
    public void A_domain_is_told_in_words(string name, string first, string second)
    {
        var page = OperatorViews.Pages[$"domain.{name}"];

        Assert.Contains(first, page, StringComparison.Ordinal);
        Assert.Contains(second, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host.usual", "pause signout")]
    [InlineData("host.paused", "pause resume signout")]
    [InlineData("host.reader", "")]
    [InlineData("domain.managed", "clear policy restart signout")]
    [InlineData("domain.observed", "restart signout")]
    [InlineData("domain.restarting", "clear leave policy signout")]
    [InlineData("domain.still_running", "clear force policy restart signout")]
    [InlineData("domain.reader", "")]
    [InlineData("signin.key", "signin")]
    [InlineData("signin.plain", "")]
    [InlineData("signin.none", "")]
    public void A_page_offers_what_the_caller_may_do_now(string name, string offered) => Assert.Equal(
        offered,
        string.Join(' ', Tree(OperatorViews.Pages[name]).Descendants("form").Where(form => form.Attribute("method")?.Value == "post").Select(form => form.Attribute("action")!.Value.Split('/')[^1]).Order()));

    private static HostView Named(HostView view, string text) => view with
    {
        Domains = [.. view.Domains.Select(domain => domain with { Name = text })],
        LastMoves = view.LastMoves.ToDictionary(move => move.Key, move => move.Value with { Why = text }),
        Status = view.Status with { Pause = view.Status.Pause with { Api = view.Status.Pause.Api! with { By = text, Reason = text } } },
    };

    private static DomainView Named(DomainView view, string text) => view with
    {
        Policy = view.Policy with { Domain = text, Why = text, WayOut = text },
        Decisions = [.. view.Decisions.Select(decision => decision with { Why = text })],
        Changes = [.. view.Changes.Select(change => change with { By = text })],
        Restart = view.Restart! with { Why = text },
    };

    private static int MarksOf(string page) => page.Count(letter => letter == '<');

    private static int SizeOf(string page) => Encoding.UTF8.GetByteCount(page) + UiAssets.Style.Bytes.Length + UiAssets.Script.Bytes.Length;

    // Once void elements are closed a page is XML: nothing else is left open.
    private static XDocument Tree(string page) =>
        XDocument.Parse(Voids().Replace(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal), "$0</$1>"), LoadOptions.PreserveWhitespace);

    [GeneratedRegex("<(meta|link|input)[^>]*>")]
    private static partial Regex Voids();
}
