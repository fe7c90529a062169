using System.Text.Encodings.Web;
using System.Text.Json;
using BalloonExporter.Api;

namespace BalloonExporter.Tests.Api;

public sealed class AnswerEncoderTests
{
    [Theory]
    [InlineData("the exporter's user", "the exporter's user")]
    [InlineData("'", "'")]
    [InlineData("''a'b''", "''a'b''")]
    [InlineData("<b>'x'</b>", "\\u003Cb\\u003E'x'\\u003C/b\\u003E")]
    [InlineData("a&b'", "a\\u0026b'")]
    [InlineData("say \"no\"'", "say \\u0022no\\u0022'")]
    [InlineData("'line\n", "'line\\n")]
    public void Only_apostrophes_stay_as_they_are(string text, string written) => Assert.Equal(written, AnswerEncoder.Instance.Encode(text));

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("Grüße '東京' 🎈 \ud800'")]
    [InlineData("\u0000'\u001b'")]
    public void All_else_is_written_as_by_default(string text) =>
        Assert.Equal(JavaScriptEncoder.Default.Encode(text).Replace("\\u0027", "'", StringComparison.Ordinal), AnswerEncoder.Instance.Encode(text));

    [Fact]
    public void An_error_reads_as_it_is_meant() =>
        Assert.Equal("""{"error":"it is the customer's"}""", JsonSerializer.Serialize(new ApiError { Error = "it is the customer's" }, ApiJson.Answers.ApiError));
}
