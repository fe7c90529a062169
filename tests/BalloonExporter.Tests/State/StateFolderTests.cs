using BalloonExporter.State;

namespace BalloonExporter.Tests.State;

public sealed class StateFolderTests : IDisposable
{
    private readonly DirectoryInfo _top = Directory.CreateTempSubdirectory("balloon-state-");
    private readonly StateFolder _folder;

    public StateFolderTests() => _folder = new StateFolder(Path.Combine(_top.FullName, "state"));

    public void Dispose() => _top.Delete(recursive: true);

    [Fact]
    public void A_missing_folder_is_made_and_shown_to_no_other_user()
    {
        _folder.Prepare();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.Equal("rwxr-x---", Modes(File.GetUnixFileMode(_folder.Path)));
    }

    [Fact]
    public void What_was_written_is_read_and_no_other_user_may_read_it()
    {
        _folder.Prepare();
        Assert.Null(_folder.Read("a", 10));
        _folder.Write("a", "first"u8.ToArray());
        _folder.Write("a", "second"u8.ToArray());

        Assert.Equal("second"u8.ToArray(), _folder.Read("a", 10));
        Assert.Equal("rw-r-----", Modes(File.GetUnixFileMode(Path.Combine(_folder.Path, "a"))));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_a_killed_process_left_half_written_is_no_hindrance()
    {
        _folder.Prepare();
        _folder.Write("a", "whole"u8.ToArray());
        File.WriteAllText(Path.Combine(_folder.Path, "a.new"), "ha");

        Assert.Equal("whole"u8.ToArray(), _folder.Read("a", 10));
        _folder.Write("a", "next"u8.ToArray());
        Assert.Equal("next"u8.ToArray(), _folder.Read("a", 10));
    }

    [Fact]
    public void What_is_longer_than_wanted_or_no_file_is_not_read()
    {
        _folder.Prepare();
        _folder.Write("long", new byte[11]);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "folder"));
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "nowhere"), "/nonexistent");

        foreach (var name in new[] { "long", "folder", "nowhere" })
            Assert.ThrowsAny<IOException>(() => _folder.Read(name, 10));
    }

    [Fact]
    public void Where_nothing_can_be_written_that_is_an_input_output_error()
    {
        File.WriteAllText(Path.Combine(_top.FullName, "file"), "");
        var folder = new StateFolder(Path.Combine(_top.FullName, "file", "state"));

        Assert.ThrowsAny<IOException>(folder.Prepare);
        Assert.ThrowsAny<IOException>(() => folder.Write("a", new byte[1]));
    }

    private static string Modes(UnixFileMode mode) => string.Concat("rwxrwxrwx".Select((letter, place) => ((int)mode & (1 << (8 - place))) != 0 ? letter : '-'));
}
