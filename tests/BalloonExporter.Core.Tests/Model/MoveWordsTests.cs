using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests.Model;

public sealed class MoveWordsTests
{
    [Fact]
    public void Every_cause_has_words_of_its_own()
    {
        var words = Enum.GetValues<ReflexCause>().Select(cause => MoveWords.Of(RequestOrigin.Recovery, cause, [], null)).ToList();

        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.DoesNotContain("by a reflex", words);
    }

    [Theory]
    [InlineData("", "to rescue another guest")]
    [InlineData("shop", "to rescue shop")]
    [InlineData("a,b,c", "to rescue a, b, c")]
    [InlineData("a,b,c,d,e", "to rescue a, b, c and 2 more")]
    public void A_donor_names_the_domains_that_it_helps(string names, string expected) => Assert.Equal(
        expected, MoveWords.Of(RequestOrigin.Donor, ReflexCause.Room, names.Split(',', StringSplitOptions.RemoveEmptyEntries), null));

    [Fact]
    public void The_plan_and_an_operator_are_told_apart()
    {
        Assert.Equal("as the plan recommends", MoveWords.Of(RequestOrigin.Alert, null, [], "key:alertmanager@192.0.2.1"));
        Assert.Equal("released by uid:0", MoveWords.Of(RequestOrigin.Release, null, [], "uid:0"));
    }
}
