using ExporterToolkit.Configuration;

namespace ExporterToolkit.Tests.Configuration;

public sealed class SuggestionTests
{
    private static readonly string[] Known = ["--mode", "--policy.floor", "--policy.grace", "--web.listen-address"];

    [Theory]
    [InlineData("--mdoe", "--mode")]
    [InlineData("--modes", "--mode")]
    [InlineData("--policy.flor", "--policy.floor")]
    [InlineData("--polcy.flor", "--policy.floor")]
    [InlineData("--web.listen-adress", "--web.listen-address")]
    [InlineData("--colour", null)]
    [InlineData("-x", null)]
    public void The_nearest_name_is_suggested_when_it_is_near(string text, string? name) => Assert.Equal(name, Suggestion.For(text, Known));

    [Fact]
    public void Nothing_is_suggested_where_nothing_is_known() => Assert.Null(Suggestion.For("--mode", []));
}
