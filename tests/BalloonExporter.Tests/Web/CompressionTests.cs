using System.IO.Compression;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Web;

public sealed class CompressionTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync(TestOptions.Observe);

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip;q=1.0, identity")]
    [InlineData("br, deflate, gzip")]
    public async Task Metrics_are_compressed_on_request(string accepted)
    {
        using var response = await GetAsync(accepted);
        await using var unpacked = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        using var reader = new StreamReader(unpacked);

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Contains("\nballoon_libvirt_up 1\n", await reader.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("identity")]
    [InlineData("br")]
    [InlineData("gzip;q=0")]
    public async Task Metrics_are_plain_for_all_others(string? accepted)
    {
        using var response = await GetAsync(accepted);

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Contains("\nballoon_libvirt_up 1\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> GetAsync(string? accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative));
        if (accepted is not null)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", accepted);
        return await _exporter.Http.SendAsync(request);
    }
}
