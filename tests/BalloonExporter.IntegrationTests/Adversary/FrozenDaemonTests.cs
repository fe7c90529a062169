using System.Diagnostics;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>Commands that ask libvirt themselves, while its daemon is stopped.</summary>
[Trait("suite", "adversary")]
public sealed class FrozenDaemonTests(Host host) : IClassFixture<Host>
{
    [Theory]
    [InlineData("show frozen-0000")]
    [InlineData("set frozen-0000 --shares=500")]
    [InlineData("list")]
    public async Task A_policy_command_ends_with_an_error(string command)
    {
        await TinyDomains.CreateAsync(host.Libvirt, 1, "frozen");
        Assert.True(Signals.SendStop(host.Libvirt.ProcessId));
        try
        {
            var began = Stopwatch.GetTimestamp();
            var (code, output) = await Command.RunAsync(Host.Binary, ["policy", .. command.Split(' '), $"--libvirt.uri={host.Libvirt.Uri}"]);

            Assert.Equal(1, code);
            Assert.Contains("did not answer within 15 s", output, StringComparison.Ordinal);
            Assert.InRange(Stopwatch.GetElapsedTime(began).TotalSeconds, 14, 19);
        }
        finally
        {
            Signals.SendContinue(host.Libvirt.ProcessId);
        }

        await host.Libvirt.Virsh.DestroyAllAsync();
    }
}
