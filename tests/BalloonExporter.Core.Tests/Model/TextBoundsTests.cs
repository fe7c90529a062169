using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests.Model;

public sealed class TextBoundsTests
{
    [Theory]
    [InlineData("", 5, "")]
    [InlineData("shop1", 5, "shop1")]
    [InlineData("shop12", 5, "shop…")]
    [InlineData("abc😀def", 5, "abc…")]
    [InlineData("abcd😀ef", 7, "abcd😀…")]
    public void A_text_is_cut_between_characters_and_marked(string text, int length, string cut) => Assert.Equal(cut, TextBounds.Cut(text, length));
}
