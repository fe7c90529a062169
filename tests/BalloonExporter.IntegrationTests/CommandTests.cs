using System.Text.Json.Nodes;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>The commands of the Native AOT binary on a real domain.</summary>
public sealed class CommandTests(Host host) : IClassFixture<Host>
{
    [Fact]
    public async Task A_policy_is_set_shown_seen_by_virsh_and_cleared()
    {
        const string domain = "shop-0000";
        await TinyDomains.CreateAsync(host.Libvirt, 1, "shop");

        Assert.Equal(0, (await PolicyAsync("set", domain, "--floor=32MiB", "--shares=2000")).Code);
        Assert.Contains("shares=\"2000\"", await host.Libvirt.Virsh.XmlAsync(domain), StringComparison.Ordinal);
        var (code, output) = await PolicyAsync("show", domain, "--json");
        Assert.Equal(0, code);
        Assert.Contains("2000", JsonNode.Parse(output)!.ToJsonString(), StringComparison.Ordinal);

        var (wrong, said) = await PolicyAsync("set", domain, "--floor=much");
        Assert.Equal(2, wrong);
        Assert.Contains("--floor", said, StringComparison.Ordinal);
        Assert.Contains("shares=\"2000\"", await host.Libvirt.Virsh.XmlAsync(domain), StringComparison.Ordinal);

        Assert.Equal(0, (await PolicyAsync("clear", domain)).Code);
        Assert.DoesNotContain("shares", await host.Libvirt.Virsh.XmlAsync(domain), StringComparison.Ordinal);
        Assert.Equal(1, (await PolicyAsync("show", "nobody")).Code);
    }

    [Fact]
    public async Task A_message_is_simulated_and_moves_nothing()
    {
        var uuid = (await TinyDomains.CreateAsync(host.Libvirt, 1, "imagined")).Values.Single();
        var message = await host.Folder.WriteAsync("message.json", TargetAlert.Of(uuid, 60));

        var (code, output) = await Command.RunAsync(Host.Binary, "simulate", $"--libvirt.uri={host.Libvirt.Uri}", $"--alert={message}", "--json");

        Assert.Equal(0, code);
        Assert.Contains("not_running", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_rules_and_runbooks_are_in_the_binary()
    {
        var folder = host.Folder.PathOf("exported");

        Assert.Equal(2, (await Command.RunAsync(Host.Binary, "rules", "export", $"--out={folder}", "--job=a b")).Code);
        Assert.False(Directory.Exists(folder));
        var (code, output) = await Command.RunAsync(Host.Binary, "rules", "export", $"--out={folder}", "--runbook-url=https://wiki.example.org/balloon", "--job=kvm-.*");

        Assert.True(code == 0, output);
        var health = await File.ReadAllTextAsync(Path.Combine(folder, "health.rules.yml"));
        Assert.Contains("runbook_url: https://wiki.example.org/balloon/BalloonHostRed.md\n", health, StringComparison.Ordinal);
        Assert.Contains("up{job=~\"kvm-.*\"} == 0\n", health, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder, "planner.rules.yml")));
        Assert.True(File.Exists(Path.Combine(folder, "runbooks", "BalloonHostRed.md")));
    }

    private Task<(int Code, string Output)> PolicyAsync(string verb, string domain, params string[] arguments) =>
        Command.RunAsync(Host.Binary, ["policy", verb, domain, $"--libvirt.uri={host.Libvirt.Uri}", .. arguments]);
}
