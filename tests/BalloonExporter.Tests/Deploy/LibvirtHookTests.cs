using System.Diagnostics;
using System.Text.Json;

namespace BalloonExporter.Tests.Deploy;

/// <summary>The hook that libvirt calls before a guest starts. Its curl is one that notes what it is asked.</summary>
public sealed class LibvirtHookTests : IDisposable
{
    private const string Uuid = "7D0A2C4E-0000-4000-8000-000000000001";

    private static readonly string Hook = Path.Combine(Repository.Root, "deploy", "libvirt", "hooks", "qemu");

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public LibvirtHookTests()
    {
        File.WriteAllText(Asked, "");
        Program("curl", $"""printf '%s\n' "$@" >> '{Asked}'; echo noise; echo noise >&2; exit 7""");
    }

    private string Asked => Path.Combine(_folder, "asked");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("prepare")]
    [InlineData("migrate")]
    public async Task A_start_and_an_arrival_are_announced_with_UUID_and_memory(string operation)
    {
        Assert.Equal((0, ""), await RunAsync(Xml("<memory unit='KiB'>1048576</memory>"), "shop", operation, "begin", "-"));

        var asked = await File.ReadAllLinesAsync(Asked);
        Assert.Equal("-q", asked[0]);
        Assert.Equal("5", asked[Array.IndexOf(asked, "-m") + 1]);
        Assert.Equal("/run/balloon-exporter/api.sock", asked[Array.IndexOf(asked, "--unix-socket") + 1]);
        Assert.Equal("http://localhost/api/v1/starts", asked[^1]);
        Assert.Equal((Uuid, 1L << 30), Announced());
    }

    [Theory]
    [InlineData("start", "begin")]
    [InlineData("started", "begin")]
    [InlineData("prepare", "end")]
    [InlineData("stopped", "end")]
    [InlineData("release", "end")]
    [InlineData("reconnect", "begin")]
    [InlineData("", "")]
    public async Task Other_moments_of_a_guest_announce_nothing(string operation, string part)
    {
        Assert.Equal((0, ""), await RunAsync(Xml("<memory unit='KiB'>1048576</memory>"), "shop", operation, part, "-"));

        Assert.Null(Announced());
    }

    [Theory]
    [InlineData("<memory unit='MiB'>768</memory>", 768L << 20)]
    [InlineData("<memory unit=\"GiB\" dumpCore='off'>3</memory>", 3L << 30)]
    [InlineData("<memory>524288</memory>", 512L << 20)]
    [InlineData("<memory unit='b'> 4096\n </memory>", 4096L)]
    [InlineData("<memory unit='TiB'>4</memory>", 4L << 40)]
    [InlineData("<maxMemory slots='4' unit='KiB'>99</maxMemory>\n\t<memory\n unit='KiB'>1024</memory><currentMemory unit='KiB'>512</currentMemory>", 1L << 20)]
    public async Task Memory_is_told_in_bytes_whatever_its_unit_and_spacing(string memory, long bytes)
    {
        await RunAsync(Xml(memory), "shop", "prepare", "begin", "-");

        Assert.Equal((Uuid, bytes), Announced());
    }

    [Theory]
    [InlineData("o'dd \"name\" $(touch pwned) `touch pwned` ; touch pwned &amp; \\")]
    [InlineData("&lt;/name&gt;&lt;uuid&gt;11111111-1111-1111-1111-111111111111&lt;/uuid&gt;")]
    [InlineData("-m 100 --unix-socket /tmp/x")]
    [InlineData("Ünïcødé 名前")]
    public async Task Whatever_a_guest_is_called_only_its_UUID_and_memory_are_told(string name)
    {
        Assert.Equal((0, ""), await RunAsync(Xml("<memory unit='KiB'>1048576</memory>", name), name, "prepare", "begin", "-"));

        Assert.Equal((Uuid, 1L << 30), Announced());
        Assert.False(File.Exists(Path.Combine(_folder, "pwned")));
    }

    [Theory]
    [InlineData("<metadata><x xmlns='u'><uuid>11111111-1111-1111-1111-111111111111</uuid><memory unit='TiB'>9</memory></x></metadata>")]
    [InlineData("<metadata><x xmlns='u'>\n  <memory unit='TiB'>9</memory>\n</x></metadata>")]
    [InlineData("<metadata><x xmlns='u'><![CDATA[</x></metadata><memory unit='TiB'>9</memory>]]></x></metadata>")]
    [InlineData("<!-- <memory unit='TiB'>9</memory> -->")]
    [InlineData("<description>&lt;memory unit='TiB'&gt;9&lt;/memory&gt;</description>")]
    public async Task What_others_wrote_into_the_XML_is_not_taken_for_the_guests_memory(string part)
    {
        await RunAsync(Xml(part + "<memory unit='KiB'>1048576</memory>"), "shop", "prepare", "begin", "-");

        Assert.Equal((Uuid, 1L << 30), Announced());
    }

    [Theory]
    [InlineData("")]
    [InlineData("no XML at all")]
    [InlineData("<domain><name>x</name></domain>")]
    [InlineData("<domain><uuid>x\",\"memory\":9,\"y\":\"</uuid><memory>5</memory></domain>")]
    [InlineData("<domain><uuid>7d0a2c4e-0000-4000-8000-000000000001</uuid><memory>-5</memory></domain>")]
    [InlineData("<domain><uuid>7d0a2c4e-0000-4000-8000-000000000001</uuid><memory unit='parsec'>5</memory></domain>")]
    [InlineData("<domain><uuid>7d0a2c4e-0000-4000-8000-000000000001</uuid><memory>5,\"x\":1</memory></domain>")]
    [InlineData("<<<<<>>>>><![CDATA[<!--")]
    public async Task What_is_no_domain_announces_nothing_and_stops_no_start(string xml)
    {
        Assert.Equal((0, ""), await RunAsync(xml, "shop", "prepare", "begin", "-"));

        Assert.Null(Announced());
    }

    [Theory]
    [InlineData("curl")]
    [InlineData("awk")]
    [InlineData("timeout")]
    public async Task Without_a_program_that_it_needs_it_stops_no_start(string missing)
    {
        Program(missing, "exit 127");

        Assert.Equal((0, ""), await RunAsync(Xml("<memory unit='KiB'>1048576</memory>"), "shop", "prepare", "begin", "-"));
    }

    [Fact]
    public async Task Without_any_program_it_stops_no_start() =>
        Assert.Equal((0, ""), await RunAsync(Xml("<memory>1</memory>"), ["shop", "prepare", "begin", "-"], path: "/nonexistent"));

    [Fact]
    public void It_can_be_run() => Assert.True(new FileInfo(Hook).UnixFileMode.HasFlag(UnixFileMode.UserExecute | UnixFileMode.OtherExecute));

    private static string Xml(string part, string name = "shop") => $"""
        <?xml version='1.0'?>
        <domain type='kvm' id='1'>
          <name>{name}</name>
          <uuid>{Uuid}</uuid>
          {part}
          <devices><memory model='dimm'><target><size unit='KiB'>5</size></target></memory></devices>
        </domain>
        """;

    // The body that curl was given; null when it was not called.
    private (string Uuid, long Memory)? Announced()
    {
        var asked = File.ReadAllLines(Asked);
        if (Array.IndexOf(asked, "-d") is var at && at < 0)
            return null;
        using var body = JsonDocument.Parse(asked[at + 1]);
        return (body.RootElement.GetProperty("uuid").GetString()!, body.RootElement.GetProperty("memory").GetInt64());
    }

    private void Program(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, "#!/bin/sh\n" + text + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Task<(int Code, string Output)> RunAsync(string xml, params string[] arguments) => RunAsync(xml, arguments, $"{_folder}:/usr/bin:/bin");

    private async Task<(int Code, string Output)> RunAsync(string xml, string[] arguments, string path)
    {
        var start = new ProcessStartInfo("/bin/sh", [Hook, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder,
        };
        start.Environment["PATH"] = path;
        using var process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(xml);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not read.
        }

        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
