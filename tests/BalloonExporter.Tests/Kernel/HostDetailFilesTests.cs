using BalloonExporter.Core.Model;
using BalloonExporter.Kernel;
using BalloonExporter.Tests.Libvirt;

namespace BalloonExporter.Tests.Kernel;

public sealed class HostDetailFilesTests
{
    [Fact]
    public void Merged_pages_are_bytes()
    {
        var page = Environment.SystemPageSize;

        Assert.Equal(
            new KernelSamePages(true, 100 * page, 300 * page, 50 * page, 7 * page, 42), new KsmFiles(Fixture.PathOf("sys/ksm")).Read());
    }

    [Fact]
    public void A_kernel_that_merges_nothing_says_so() =>
        Assert.Throws<InvalidDataException>(() => new KsmFiles(Fixture.PathOf("nowhere")).Read());

    [Fact]
    public void Huge_pages_are_told_by_size() => Assert.Equal(
        [new HugepagePool(2097152, 512, 100, 20, 4), new HugepagePool(1073741824, 2, 1, 0, 0)],
        new HugepageFiles(Fixture.PathOf("sys/hugepages")).Read());

    [Fact]
    public void A_kernel_without_huge_pages_says_so() =>
        Assert.ThrowsAny<IOException>(() => new HugepageFiles(Fixture.PathOf("nowhere")).Read());

    [Fact]
    public void Nodes_are_told_in_their_order() => Assert.Equal(
        [new NumaNode(0, 24689764, 1000) { ReclaimableKib = 123 }, new NumaNode(1, 24689765, 1001), new NumaNode(10, 24689774, 1010)],
        new NumaFiles(Fixture.PathOf("sys/node")).Read());

    [Fact]
    public void A_kernel_without_nodes_says_so() => Assert.ThrowsAny<IOException>(() => new NumaFiles(Fixture.PathOf("nowhere")).Read());
}
