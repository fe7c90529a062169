using System.Diagnostics;
using ExporterToolkit.Files;

namespace ExporterToolkit.Tests.Files;

public sealed class FileStampTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // One wait for the file system's clock serves them all.
    [Fact]
    public async Task Whatever_is_changed_without_another_size_and_time_is_noticed()
    {
        string[] names = ["overwritten", "replaced", "permissions"];
        var stamps = await SettledAsync([.. names.Select(name => _folder.Write(name, "one"))]);

        WriteUnseen("overwritten", "two", like: "overwritten");
        WriteUnseen("new", "two", like: "replaced");
        File.Move(_folder.PathOf("new"), _folder.PathOf("replaced"), overwrite: true);
        File.SetUnixFileMode(_folder.PathOf("permissions"), UnixFileMode.UserRead);

        Assert.All(stamps, stamp => Assert.False(stamp.IsFresh, stamp.Path));
    }

    // Within a step of the file system's clock two contents can have one stamp.
    [Fact]
    public void A_file_that_was_written_just_now_is_not_fresh_yet() => Assert.False(FileStamp.Of(_folder.Write("file", "one")).IsFresh);

    [Fact]
    public async Task Links_exchanged_before_a_file_are_noticed()
    {
        // Kubernetes: token leads to ..data/token, and ..data to another folder with each change.
        Directory.CreateDirectory(_folder.PathOf("1"));
        Directory.CreateDirectory(_folder.PathOf("2"));
        _folder.Write("1/token", "one");
        WriteUnseen("2/token", "two", like: "1/token");
        Directory.CreateSymbolicLink(_folder.PathOf("..data"), "1");
        File.CreateSymbolicLink(_folder.PathOf("token"), "..data/token");
        // certbot: live/NAME/privkey.pem leads to archive/NAME/privkey1.pem, then to privkey2.pem. Here even the file is the same.
        using (var link = Process.Start("ln", [_folder.Write("privkey1.pem", "one"), _folder.PathOf("privkey2.pem")]))
            await link.WaitForExitAsync();
        File.CreateSymbolicLink(_folder.PathOf("privkey.pem"), "privkey1.pem");
        var stamps = await SettledAsync(_folder.PathOf("token"), _folder.PathOf("privkey.pem"));

        Directory.Delete(_folder.PathOf("..data"));
        Directory.CreateSymbolicLink(_folder.PathOf("..data"), "2");
        File.Delete(_folder.PathOf("privkey.pem"));
        File.CreateSymbolicLink(_folder.PathOf("privkey.pem"), "privkey2.pem");

        Assert.All(stamps, stamp => Assert.False(stamp.IsFresh, stamp.Path));
    }

    [Fact]
    public void Links_in_a_circle_and_links_to_nothing_are_no_file()
    {
        File.CreateSymbolicLink(_folder.PathOf("dangling"), "nothing");

        Assert.Null(FileStamp.Of(_folder.Strange("circle")).Status);
        Assert.Null(FileStamp.Of(_folder.PathOf("dangling")).Status);
    }

    private static async Task<FileStamp[]> SettledAsync(params string[] paths)
    {
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Patience; await Task.Delay(100))
        {
            if (paths.Select(FileStamp.Of).ToArray() is var stamps && stamps.All(stamp => stamp.IsFresh))
                return stamps;
        }

        throw new TimeoutException("the stamps do not settle");
    }

    private void WriteUnseen(string name, string content, string like)
    {
        var written = File.GetLastWriteTimeUtc(_folder.PathOf(like));
        File.SetLastWriteTimeUtc(_folder.Write(name, content), written);
    }
}
