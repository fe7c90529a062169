using System.Net;
using System.Text.Json.Nodes;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>A real container is never restarted.</summary>
[Trait("suite", "adversary")]
public sealed class ContainerRestartTests(Host host) : IClassFixture<Host>
{
    [Fact]
    public async Task A_restart_of_a_container_is_refused_because_it_is_one()
    {
        await using var lxc = await PrivateLxc.StartAsync(host.Folder);
        await lxc.CreateContainerAsync("box", 64);
        await using var exporter = await host.StartActingExporterAsync(null, $"--libvirt.uri={lxc.Uri}");
        var uuid = (await lxc.Virsh.RunAsync(["domuuid", "box"])).Trim();

        var answer = await exporter.SendAsync(HttpMethod.Post, $"/api/v1/domains/{uuid}/restart");

        Assert.True(answer.Status == HttpStatusCode.Conflict, answer.Body);
        var body = JsonNode.Parse(answer.Body)!;
        Assert.Equal("container", body["reason"]!.GetValue<string>());
        Assert.Contains("container", body["error"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("running", (await lxc.Virsh.RunAsync(["domstate", "box"])).Trim());
        var (code, output) = await Command.RunAsync(Host.Binary, "restart", "box", $"--url={exporter.Address}", $"--token-file={host.Folder.PathOf("token")}");
        Assert.Equal(1, code);
        Assert.Contains("container", output, StringComparison.Ordinal);
        await lxc.Virsh.RunAsync(["destroy", "box"]);
    }
}
