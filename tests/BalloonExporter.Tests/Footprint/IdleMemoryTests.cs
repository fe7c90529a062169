using BalloonExporter.Footprint;
using BalloonExporter.Kernel;

namespace BalloonExporter.Tests.Footprint;

public sealed class IdleMemoryTests
{
    private const string Smaps = """
        55d5da446000-55d5da465000 r--p 00000000 fe:00 11698487                   /usr/bin/balloon-exporter
        Size:                124 kB
        Rss:                 124 kB
        Anonymous:             0 kB
        VmFlags: rd mr mw me sd
        55d5da465000-55d5dacd1000 r-xp 0001f000 fe:00 11698487                   /usr/bin/balloon-exporter
        Rss:                7684 kB
        Anonymous:             0 kB
        55d5db1b6000-55d5db1b7000 r--p 00d70000 fe:00 11698487                   /usr/bin/balloon-exporter
        Rss:                   4 kB
        Anonymous:             4 kB
        55d5db54a000-55d5db589000 rw-p 01104000 fe:00 11698487                   /usr/bin/balloon-exporter
        Rss:                 252 kB
        Anonymous:             0 kB
        55d5db589000-55d5dba5a000 rw-p 00000000 00:00 0
        Rss:                4812 kB
        Anonymous:          4812 kB
        7f0000000000-7f0000001000 r--p 00000000 00:00 0
        Rss:                   4 kB
        Anonymous:             0 kB
        7f5e95a00000-7f5e95a8f000 r--p 00000000 fe:00 8888425                    /usr/lib/x86_64-linux-gnu/libvirt.so.0.9000.0
        Rss:                   0 kB
        Anonymous:             0 kB
        7ffe0a1f2000-7ffe0a1f4000 r-xp 00000000 00:00 0                          [vdso]
        Rss:                   8 kB
        Anonymous:             0 kB
        """;

    [Fact]
    public void Only_what_is_as_it_is_in_its_file_may_be_dropped() => Assert.Equal(
        [new MappedFile(0x55d5da446000, 0x1f000, 124), new MappedFile(0x55d5da465000, 0x86c000, 7684)],
        MappedFile.Unchanged(Smaps.Split('\n')));

    [Fact]
    public void What_was_dropped_is_read_again_when_it_is_needed()
    {
        var before = RssFileKib();

        var dropped = IdleMemory.DropPagesKib(IdleMemory.Look());

        // This process runs on: whatever the following lines need comes back from the files.
        Assert.InRange(dropped, 1024, before);
        Assert.True(RssFileKib() < before, $"{RssFileKib()} KiB after, {before} KiB before");
    }

    private static long RssFileKib() => KernelText.Value(File.ReadAllBytes("/proc/self/status"), "RssFile"u8)!.Value;
}
