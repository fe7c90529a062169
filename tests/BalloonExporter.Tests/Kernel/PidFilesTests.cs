using BalloonExporter.Kernel;
using BalloonExporter.Tests.Alerts;
using ExporterToolkit.Configuration;
using ExporterToolkit.Tests.Files;

namespace BalloonExporter.Tests.Kernel;

public sealed class PidFilesTests : IDisposable
{
    private readonly string _sockets = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly PidFiles _files;

    public PidFilesTests()
    {
        Directory.CreateDirectory(Path.Combine(_sockets, "qemu", "run"));
        _files = PidFiles.Of([new Uri($"qemu:///session?socket={_sockets}/libvirt-sock")]);
    }

    public void Dispose() => Directory.Delete(_sockets, recursive: true);

    [Fact]
    public void A_number_is_read_with_or_without_a_line_break()
    {
        Write("one.pid", "4711");
        Write("two.pid", "4712\n");

        Assert.Equal([4711, 4712], _files.Read().Select(file => file.Process).Order());
        Assert.False(_files.AreMissing());
    }

    [Fact]
    public async Task A_pipe_among_them_is_not_waited_for()
    {
        using var folder = new TempFolder();
        File.CreateSymbolicLink(Path.Combine(_sockets, "qemu", "run", "shop.pid"), folder.Strange("pipe"));
        Write("one.pid", "4711");

        Assert.Equal(4711, Assert.Single(await Task.Run(_files.Read().ToList).WaitAsync(TimeSpan.FromSeconds(10))).Process);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-4711")]
    [InlineData("0")]
    [InlineData("self")]
    [InlineData("../1")]
    [InlineData("99999999999999999999")]
    public void What_is_no_number_of_a_process_is_none(string text)
    {
        Write("shop.pid", text);

        Assert.Empty(_files.Read());
    }

    [Fact]
    public void What_is_no_pid_file_is_not_read()
    {
        Write("shop.xml", "4711");

        Assert.Empty(_files.Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("qemu/run")]
    public void A_folder_that_others_may_write_confirms_no_process(string folder)
    {
        Write("shop.pid", "4711");
        SetOpen(Path.Combine(_sockets, folder));

        Assert.Empty(_files.Read());
        Assert.True(_files.AreMissing());
    }

    // Debian 13: /run/libvirt/qemu belongs to libvirt-qemu, its pid files to root.
    [Trait("needs", "debian")]
    [Fact]
    public async Task Files_of_the_daemon_count_in_a_folder_of_QEMUs_user_and_those_of_that_user_do_not()
    {
        if (SystemAccounts.OwnUid != 0)
            return;
        Write("one.pid", "4711");
        Write("forged.pid", "4712");
        Assert.Equal(0, (await Tool.RunAsync("chown", "daemon", Path.Combine(_sockets, "qemu", "run"), Path.Combine(_sockets, "qemu", "run", "forged.pid"))).ExitCode);

        Assert.Equal(4711, Assert.Single(_files.Read()).Process);
        Assert.False(_files.AreMissing());
    }

    [Fact]
    public void A_file_that_others_may_write_confirms_no_process()
    {
        Write("one.pid", "4711");
        SetOpen(Path.Combine(_sockets, "qemu", "run", "one.pid"));

        Assert.Empty(_files.Read());
    }

    [Fact]
    public void A_folder_that_is_not_there_is_missing()
    {
        Directory.Delete(Path.Combine(_sockets, "qemu"), recursive: true);

        Assert.Empty(_files.Read());
        Assert.True(_files.AreMissing());
    }

    [Theory]
    [InlineData("qemu:///system", "/run/libvirt/qemu")]
    [InlineData("qemu+unix:///system", "/run/libvirt/qemu")]
    [InlineData("qemu:///system?socket=/srv/libvirt/virtqemud-sock", "/srv/libvirt/qemu")]
    [InlineData("qemu:///session?socket=/srv/my%20run/libvirt-sock", "/srv/my run/qemu/run")]
    [InlineData("qemu+unix:///session?mode=legacy&socket=/srv/run/libvirt-sock", "/srv/run/qemu/run")]
    public void They_are_beside_the_socket(string uri, string folder) => Assert.Equal([folder], PidFiles.Of([new Uri(uri)]).Folders);

    [Theory]
    [InlineData("test:///default")]
    [InlineData("lxc:///system")]
    [InlineData("qemu+ssh://host/system")]
    [InlineData("qemu+tls:///system")]
    [InlineData("qemu://host/system")]
    public void Where_the_daemon_is_elsewhere_there_are_none(string uri)
    {
        var files = PidFiles.Of([new Uri(uri)]);

        Assert.Empty(files.Folders);
        Assert.True(files.AreMissing());
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_sockets, "qemu", "run", name), text);

    private static void SetOpen(string folder)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherWrite);
    }
}
