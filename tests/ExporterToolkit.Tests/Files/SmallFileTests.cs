using ExporterToolkit.Files;

namespace ExporterToolkit.Tests.Files;

public sealed class SmallFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("absent", "No such file")]
    [InlineData("folder", "not a regular file")]
    [InlineData("pipe", "not a regular file")]
    [InlineData("endless", "not a regular file")]
    [InlineData("nothing", "not a regular file")]
    [InlineData("circle", "symbolic links")]
    [InlineData("huge", "longer than 10 bytes")]
    public async Task What_is_no_small_regular_file_is_refused_by_name_and_never_waited_for(string kind, string reason)
    {
        var path = _folder.Strange(kind);

        var exception = await Assert.ThrowsAsync<IOException>(() => Task.Run(() => SmallFile.Read(path, 10)).WaitAsync(TimeSpan.FromSeconds(5)));

        Assert.StartsWith(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(10)]
    public void A_file_is_read_whole_up_to_the_limit(int length) =>
        Assert.Equal(new byte[length], SmallFile.Read(_folder.Write("file", new byte[length]), 10).Bytes);

    // The kernel says that these have no bytes.
    [Fact]
    public void A_file_that_does_not_tell_its_size_is_read_too()
    {
        Assert.NotEmpty(SmallFile.Read("/proc/self/stat", 4096).Bytes);
        Assert.EndsWith("\n", SmallFile.Read("/proc/self/smaps", SmallFile.LongestText).Text, StringComparison.Ordinal);
        Assert.True(SmallFile.Read("/proc/self/smaps", SmallFile.LongestText).Bytes.Length > 64 * 1024);
    }

    [Fact]
    public void A_byte_order_mark_is_no_text() => Assert.Equal("a: 1", SmallFile.Read(_folder.Write("file", [0xef, 0xbb, 0xbf, .. "a: 1"u8]), 10).Text);

    [Theory]
    [InlineData(UnixFileMode.UserRead, false, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, false, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupWrite, true, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherWrite, true, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, false, true)]
    public void What_others_may_do_with_it_is_told(UnixFileMode mode, bool write, bool read)
    {
        var status = SmallFile.Read(_folder.Write("file", "x", mode), 10).Status;

        Assert.Equal(write, status.OthersMayWrite);
        Assert.Equal(read, status.EverybodyMayRead);
        Assert.Equal("0" + Convert.ToString((int)mode, 8), status.Permissions);
    }
}
