using System.Net;
using BalloonExporter.Core.Model;
using BalloonExporter.Options.Flags;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Web;

public sealed class CollectTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;

    public async Task InitializeAsync() => _exporter = await TestExporter.StartAsync();

    public async Task DisposeAsync() => await _exporter.DisposeAsync();

    [Fact]
    public async Task Without_a_question_all_that_is_switched_on_is_collected()
    {
        await GetAsync("/metrics");

        Assert.Equal(CollectorSwitches.Default.Order(), Assert.Single(_exporter.Details.Asked).Wanted.Order());
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_collected()
    {
        var (status, text) = await GetAsync("/metrics?collect[]=host&collect[]=process&collect[]=host");

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal([CollectorName.Host, CollectorName.Process], Assert.Single(_exporter.Details.Asked).Wanted.Order());
        Assert.Contains("\nballoon_host_memory_total_bytes ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("balloon_domain_state", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("")]
    [InlineData("Host")]
    [InlineData("5")]
    [InlineData("ksm")]
    public async Task A_collector_that_does_not_exist_or_is_switched_off_is_refused_with_the_names_of_the_others(string name)
    {
        var (status, text) = await GetAsync($"/metrics?collect[]=host&collect[]={name}");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains($"\"{name}\"", text, StringComparison.Ordinal);
        Assert.Contains("libvirt, feedback, host, control, process, cgroup.", text, StringComparison.Ordinal);
        Assert.Empty(_exporter.Reader.Asked);
    }

    [Fact]
    public async Task A_collector_that_was_switched_on_can_be_asked_for()
    {
        await using var exporter = await TestExporter.StartAsync(
            TestOptions.Act with { Collectors = new HashSet<CollectorName> { CollectorName.Libvirt, CollectorName.Ksm } });

        Assert.Equal(HttpStatusCode.OK, (await exporter.Http.GetAsync(new Uri("/metrics?collect[]=ksm", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task The_details_get_what_is_left_of_the_deadline()
    {
        await GetAsync("/metrics");

        Assert.InRange(_exporter.Details.Asked.Single().Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
    }

    private async Task<(HttpStatusCode Status, string Text)> GetAsync(string path)
    {
        var response = await _exporter.Http.GetAsync(new Uri(path, UriKind.Relative));
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
