using System.Net;
using System.Text;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Tests.Web;

public sealed class FeedbackAddressTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync(
        TestOptions.Act with { FeedbackListenAddresses = [new ListenAddress("127.0.0.1", 0)] });

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Theory]
    [InlineData(0, HttpStatusCode.OK, HttpStatusCode.NotFound)]
    [InlineData(1, HttpStatusCode.NotFound, HttpStatusCode.OK)]
    public async Task Metrics_and_feedback_are_served_at_their_own_address_only(int address, HttpStatusCode metrics, HttpStatusCode feedback)
    {
        Assert.Equal(metrics, (await GetAsync(address, "/metrics")).StatusCode);
        Assert.Equal(feedback, (await PostFeedbackAsync(address)).StatusCode);
    }

    [Fact]
    public async Task The_name_that_a_request_claims_to_be_for_opens_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_exporter.Addresses[1], "/metrics"));
        request.Headers.Host = _exporter.Addresses[0].Authority;

        Assert.Equal(HttpStatusCode.NotFound, (await _exporter.Http.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Health_is_told_at_every_address(int address) =>
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(address, "/-/healthy")).StatusCode);

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task The_landing_page_links_what_its_address_serves(int address, bool metrics)
    {
        var page = await (await GetAsync(address, "/")).Content.ReadAsStringAsync();

        Assert.Equal(metrics, page.Contains("/metrics", StringComparison.Ordinal));
        Assert.Equal(!metrics, page.Contains("/api/v1/feedback", StringComparison.Ordinal));
    }

    private Task<HttpResponseMessage> GetAsync(int address, string path) => _exporter.Http.GetAsync(new Uri(_exporter.Addresses[address], path));

    private async Task<HttpResponseMessage> PostFeedbackAsync(int address)
    {
        using var message = new StringContent("""{"version": "4", "alerts": []}""", Encoding.UTF8, "application/json");
        return await _exporter.Http.PostAsync(new Uri(_exporter.Addresses[address], "/api/v1/feedback"), message);
    }
}
