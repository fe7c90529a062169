using System.CommandLine;
using BalloonExporter.Cli;
using BalloonExporter.Core.Model;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Cli;

/// <summary>Against an exporter that runs, over HTTP.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private readonly ApiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_domain_that_does_not_take_part_says_why_and_what_mends_it()
    {
        var domain = Snapshots.Domain(1);
        var (code, output) = await RunAsync(domain with { Facts = domain.Facts with { Vfio = true } });

        Assert.Equal(1, code);
        Assert.Matches("^DOMAIN +TAKES PART +WHY NOT +WHAT MENDS IT\n", output);
        Assert.Matches("guest1 +no +vfio: a device of the host is passed through.* +virsh edit guest1  # detach the device", output);
    }

    [Fact]
    public async Task A_name_that_a_shell_would_not_take_as_it_is_is_replaced_by_the_UUID()
    {
        var domain = Snapshots.Domain(1);
        var (_, output) = await RunAsync(domain with { Name = "my shop; reboot", Facts = domain.Facts with { Hugepages = true } });

        Assert.Contains($"virsh edit {Snapshots.Uuid(1)}  # remove <hugepages/>", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_command_mends_is_told_in_words()
    {
        var domain = Snapshots.Domain(1);
        var (code, output) = await RunAsync(domain with { Facts = domain.Facts with { Balloon = BalloonCapability.None } });

        Assert.Equal(1, code);
        Assert.Contains("lxc: a container has no balloon", output, StringComparison.Ordinal);
        Assert.Contains("reinstall the server as a virtual machine (KVM)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Domains_that_all_take_part_are_exit_code_0()
    {
        var (code, output) = await RunAsync(Snapshots.Domain(1));

        Assert.Equal(0, code);
        Assert.Matches("guest1 +yes", output);
    }

    private async Task<(int Code, string Output)> RunAsync(DomainMemory domain)
    {
        var keys = _folder.Key("operator", "operator-0123456789", "read");
        await using var exporter = await TestExporter.StartAsync(TestOptions.Act with { Api = _folder.Options(keys) with { Socket = null } });
        exporter.Reader.Reads(Snapshots.Host(domain) with { TakenAt = exporter.Time.GetUtcNow().Steady() });
        using var output = new StringWriter();
        var code = await new CheckCommand().Parse([$"--url={exporter.Addresses[0]}", $"--token-file={_folder.PathOf("operator")}"])
            .InvokeAsync(new InvocationConfiguration { Output = output });
        return (code, output.ToString());
    }
}
