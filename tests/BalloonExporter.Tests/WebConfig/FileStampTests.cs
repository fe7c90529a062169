using BalloonExporter.WebConfig;

namespace BalloonExporter.Tests.WebConfig;

public sealed class FileStampTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_file_that_was_written_again_is_not_fresh()
    {
        var file = Write("file", "one");
        var stamp = FileStamp.Of(file);
        Assert.True(stamp.IsFresh);

        Write("file", "more");

        Assert.False(stamp.IsFresh);
    }

    [Fact]
    public void A_folder_exchanged_behind_a_link_is_noticed_as_Kubernetes_exchanges_secrets()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "1"));
        Directory.CreateDirectory(Path.Combine(_folder, "2"));
        Write("1/token", "one");
        Write("2/token", "another");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "..data"), "1");
        var link = Path.Combine(_folder, "token");
        File.CreateSymbolicLink(link, "..data/token");
        var stamp = FileStamp.Of(link);
        Assert.True(stamp.IsFresh);

        Directory.Delete(Path.Combine(_folder, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "..data"), "2");

        Assert.False(stamp.IsFresh);
    }

    [Fact]
    public void Links_in_a_circle_and_links_to_nothing_are_no_file()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "a"), "b");
        File.CreateSymbolicLink(Path.Combine(_folder, "b"), "a");
        File.CreateSymbolicLink(Path.Combine(_folder, "dangling"), "nothing");

        Assert.Equal(-1, FileStamp.Of(Path.Combine(_folder, "a")).Length);
        Assert.Equal(-1, FileStamp.Of(Path.Combine(_folder, "dangling")).Length);
    }

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
