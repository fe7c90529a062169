using System.Net;
using BalloonExporter.Lab;
using BalloonExporter.Lab.Demo;

namespace BalloonExporter.IntegrationTests;

/// <summary>The pages whose addresses the demo prints are there, in the versions that are installed.</summary>
[Trait("suite", "adversary")]
public sealed class DemoLinksTests(Host host) : IClassFixture<Host>
{
    [Fact]
    public async Task Every_page_that_the_demo_names_is_there()
    {
        await using var exporter = await host.StartActingExporterAsync();
        await using var alertmanager = await AlertmanagerServer.StartAsync(host.Folder, new AlertmanagerOptions(exporter.FeedbackAddress, host.Folder.PathOf("token")));
        await using var prometheus = await PrometheusServer.StartAsync(
            host.Folder, new PrometheusOptions { Targets = [exporter.Address], Alertmanagers = [alertmanager.Address] });

        var links = DemoLinks.Of(exporter.Address, prometheus.Address, alertmanager.Address);

        Assert.Equal(6, links.Count);
        foreach (var (_, _, address) in links)
        {
            using var answer = await LabHttp.Client.GetAsync(address);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{address}: {(int)answer.StatusCode}");
        }
    }
}
