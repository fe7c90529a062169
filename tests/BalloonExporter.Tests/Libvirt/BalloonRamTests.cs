using BalloonExporter.Core.Model;
using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>Figures of libvirt 9.0 with QEMU 7.2, of a guest of 768 MiB. NVDIMM, pmem and SGX are of its source: none could be made here.</summary>
public sealed class BalloonRamTests
{
    private const long MiB = 1024;

    [Theory]
    [InlineData(0, 1280, 768, 768, 768)]
    [InlineData(0, 1280, 640, 768, 640)]
    [InlineData(256, 1280, 1024, 768, 768)]
    [InlineData(256, 1280, 896, 768, 640)]
    [InlineData(512, 1280, 1152, 768, 640)]
    public void A_device_that_is_resized_is_in_neither(long pluggedMib, long maximumMib, long currentMib, long ramMib, long balloonMib) =>
        Read(new MemoryDevice("virtio-mem", 512 * MiB) { PluggedKib = pluggedMib * MiB }, maximumMib, currentMib, ramMib, balloonMib);

    [Theory]
    [InlineData("nvdimm")]
    [InlineData("virtio-pmem")]
    [InlineData("sgx-epc")]
    [InlineData("of the future")]
    public void What_no_balloon_can_take_is_not_in_the_maximum(string model)
    {
        Read(new MemoryDevice(model, 512 * MiB), 1280, 768, 768, 768);
        Read(new MemoryDevice(model, 512 * MiB), 1280, 640, 768, 640);
        // Just added: libvirt counts it in a full balloon until that moves.
        Read(new MemoryDevice(model, 512 * MiB), 1280, 1280, 768, 768);
    }

    [Fact]
    public void A_plain_module_is_RAM() => Read(new MemoryDevice("dimm", 256 * MiB), 1024, 896, 1024, 896);

    [Fact]
    public void What_is_not_known_stays_so()
    {
        var facts = new DomainFacts { MemoryDevices = [new MemoryDevice("virtio-mem", MiB) { PluggedKib = 0 }] };

        Assert.Null(BalloonRam.MaximumKib(null, facts));
        Assert.Null(BalloonRam.CurrentKib(null, null, facts));
        Assert.Equal(5 * MiB, BalloonRam.CurrentKib(5 * MiB, null, DomainFacts.Unknown));
    }

    private static void Read(MemoryDevice device, long maximumMib, long currentMib, long ramMib, long balloonMib)
    {
        var facts = new DomainFacts { MemoryDevices = [device] };
        var maximumKib = BalloonRam.MaximumKib(maximumMib * MiB, facts);

        Assert.Equal((ramMib * MiB, balloonMib * MiB), (maximumKib, BalloonRam.CurrentKib(currentMib * MiB, maximumKib, facts)));
    }
}
