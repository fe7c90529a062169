using BalloonExporter.Kernel;

namespace BalloonExporter.Tests.Kernel;

public sealed class HeldFileTests
{
    [Theory]
    [InlineData("/proc/meminfo", "MemAvailable:")]
    [InlineData("/proc/vmstat", "pswpout ")]
    public void A_file_of_the_kernel_is_read_anew_each_time_and_to_its_end(string path, string name)
    {
        using var file = new HeldFile(path);

        for (var read = 0; read < 3; read++)
            Assert.Contains(file.ReadLines(), line => line.StartsWith(name, StringComparison.Ordinal));
        Assert.Equal(File.ReadAllLines(path).Length, file.ReadLines().Count(line => line.Length > 0));
    }

    [Fact]
    public void It_stays_open()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "MemTotal: 1 kB\n");
        using var file = new HeldFile(path);
        File.Delete(path);

        Assert.Equal("MemTotal: 1 kB", file.ReadLines()[0]);
    }

    [Fact]
    public void A_file_that_comes_later_is_read_then()
    {
        var path = Path.GetTempFileName();
        File.Delete(path);
        using var file = new HeldFile(path);
        Assert.ThrowsAny<IOException>(() => file.ReadLines());

        File.WriteAllText(path, "x");

        Assert.Equal(["x"], file.ReadLines());
        File.Delete(path);
    }
}
