using System.Net;

namespace BalloonExporter.Tests.Api;

public sealed partial class FeedbackEndpointTests
{
    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("not JSON")]
    [InlineData("<alerts/>")]
    [InlineData("""{"version": "4"}""")]
    [InlineData("""{"version": "4", "alerts": null}""")]
    [InlineData("""{"version": 4, "alerts": []}""")]
    [InlineData("""{"version": "4", "alerts": {}}""")]
    [InlineData("""{"version": "4", "alerts": [1]}""")]
    [InlineData("""{"version": "4", "alerts": [{"labels": {"uuid": 5}}]}""")]
    [InlineData("""{"version": "4", "alerts": []} trailing""")]
    [InlineData("""{"version": "4", "alerts": [""")]
    [InlineData("""{"alerts": []}""")]
    public async Task What_is_no_message_is_400(string body)
    {
        var (status, answer) = await PostAsync(body);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("{\"error\":\"", answer, StringComparison.Ordinal);
        InternalNames.AreNotIn(answer);
        Assert.Equal("1", await Notifications("malformed"));
        Assert.Empty(_exporter.Balloon.Calls);
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF_8_are_400()
    {
        using var content = new ByteArrayContent([.. "{\"version\": \"4"u8, 0xff, 0xfe, .. "\", \"alerts\": []}"u8]);

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(content)).Status);
        Assert.Equal("1", await Notifications("malformed"));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("3")]
    [InlineData("")]
    public async Task Another_version_is_400_and_counted_apart(string version)
    {
        var (status, body) = await PostAsync($$"""{"version": "{{version}}", "alerts": []}""");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("version", body, StringComparison.Ordinal);
        Assert.Equal("1", await Notifications("unsupported_version"));
    }

    [Fact]
    public async Task Json_nested_100_deep_is_400()
    {
        var body = $$"""{"version": "4", "alerts": [], "x": {{new string('[', 100)}}{{new string(']', 100)}}}""";

        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(body)).Status);
        Assert.Equal("1", await Notifications("malformed"));
    }

    [Theory]
    [InlineData("Content-Length: 5242880\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n500000\r\n")]
    public async Task Five_MiB_are_413(string length)
    {
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await StatusLineOfLargePostAsync(length));
        Assert.Equal("1", await Notifications("too_large"));
    }

    [Fact]
    public async Task Almost_four_MiB_are_read()
    {
        var body = Message(Alert(1, TargetBytes, "a")) + new string(' ', (4 * 1024 * 1024) - 1024);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(body)).Status);
    }
}
