using BalloonExporter.Core.Model;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Libvirt;

namespace BalloonExporter.Tests.Kernel;

public sealed class HostFilesTests
{
    [Fact]
    public void Memory_swap_and_pressure_are_read()
    {
        var kibPerPage = Environment.SystemPageSize / 1024;

        Assert.Equal(
            new HostMemory
            {
                PhysicalTotalKib = 24683764,
                PhysicalAvailableKib = 20480512,
                FreeKib = 10241024,
                SwapTotalKib = 2097148,
                SwapFreeKib = 2000000,
                CommittedKib = 9000000,
                CommitLimitKib = 14438980,
                OvercommitPolicy = 2,
                OomKills = 7,
                SwapInKib = 100 * kibPerPage,
                SwapOutKib = 250 * kibPerPage,
                PressureWaiting = TimeSpan.FromSeconds(1.5),
                PressureStalled = TimeSpan.FromSeconds(0.25),
                BudgetKib = 1000,
                DomainsResidentKib = 600,
            },
            Files("proc").Read(budgetKib: 1000, domainsResidentKib: 600));
    }

    [Fact]
    public void What_a_kernel_does_not_have_is_absent_and_not_zero() => Assert.Equal(
        new HostMemory { PhysicalTotalKib = 2048000, PhysicalAvailableKib = 1024000, FreeKib = 512000 },
        Files("proc-old").Read(null, 0));

    [Fact]
    public void A_file_that_does_not_hold_what_every_Linux_writes_is_told() =>
        Assert.Contains("MemAvailable", Assert.Throws<InvalidDataException>(() => Files("proc-broken").Read(null, 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_folder_without_files_is_told() => Assert.ThrowsAny<IOException>(() => Files("nowhere").Read(null, 0));

    [Fact]
    public void This_machines_files_can_be_read()
    {
        var memory = new HostFiles("/proc").Read(null, 0);

        Assert.InRange(memory.PhysicalAvailableKib, 1, memory.PhysicalTotalKib);
    }

    private static HostFiles Files(string folder) => new(Fixture.PathOf(folder));
}
