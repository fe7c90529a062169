using System.Diagnostics;
using BalloonExporter.Domains;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace BalloonExporter.Tests.Hypervisor;

/// <summary>The reader as it is, with the one domain of libvirt's test driver, whose monitor never answers.</summary>
public sealed class HostReaderTests
{
    private const string TestDomain = "6695eb01-f6a4-8304-79aa-97f2502e193f";

    public HostReaderTests()
    {
        LibvirtSharp.Libvirt.Initialize();
        LibvirtSharp.Libvirt.StartEventLoop();
    }

    [Fact]
    public async Task A_domain_that_was_left_out_is_marked_and_still_counts()
    {
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "echo up; read line", "qemu", "-uuid", TestDomain])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Equal("up", await process.StandardOutput.ReadLineAsync());

        var snapshot = await ReadAsync(TestOptions.Observe with { Domains = new DomainFilter { Exclude = DomainFilter.TryParse("t.*") } });

        var domain = Assert.Single(snapshot.Domains);
        Assert.True(domain.Excluded);
        Assert.Equal(1, snapshot.DomainsByState[DomainState.Running]);
        // What libvirt cannot tell the kernel does.
        Assert.InRange(domain.ResidentKib!.Value, 1, 1024 * 1024);
        Assert.Equal(domain.ResidentKib, snapshot.Memory?.DomainsResidentKib);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
    }

    [Fact]
    public async Task Nobody_is_left_out_unless_somebody_says_so() =>
        Assert.False(Assert.Single((await ReadAsync(TestOptions.Observe)).Domains).Excluded);

    private static async Task<HostSnapshot> ReadAsync(ExporterOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddExporter(options);
        await using var provider = services.BuildServiceProvider();
        return await provider.GetRequiredService<IHostReader>().ReadAsync(TimeSpan.FromSeconds(10), new HashSet<Guid>(), CancellationToken.None);
    }
}
