using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Web;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Tests.Web;

public sealed class ApiSocketTests : IDisposable
{
    private const int Stranger = 54321;

    private readonly ApiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_callers_user_is_the_key_and_stands_in_the_audit()
    {
        var options = TestOptions.Act with { Api = _folder.Options(null) };
        using var socket = ApiSocket.Open(options.Api);
        await using var exporter = await TestExporter.StartAsync(options, keyless: true, socket: socket);
        using var local = _folder.Client();

        using var paused = await local.PostAsync(new Uri("/api/v1/pause", UriKind.Relative), null);
        using var overNetwork = await exporter.Http.PostAsync(new Uri("/api/v1/resume", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.OK, paused.StatusCode);
        Assert.True(exporter.Pause.IsPaused);
        var line = Assert.Single(exporter.Log.Entries, entry => entry.Message.StartsWith("Paused", StringComparison.Ordinal));
        Assert.Equal($"uid:{SystemAccounts.OwnUid}", line.Fields["askedBy"]);
        Assert.Equal(HttpStatusCode.Unauthorized, overNetwork.StatusCode);
        Assert.Equal(
            $$"""{"error":"a key that may pause is needed, and there is none: name one in --api.keys (name, file, may: [pause]), or ask at the UNIX socket {{_folder.Socket}} as root or as the exporter's user"}""",
            await overNetwork.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task It_serves_the_API_and_not_the_metrics_whatever_the_web_configuration_asks_for()
    {
        await File.WriteAllTextAsync(_folder.PathOf("web.yml"), "wrong: [");
        var options = TestOptions.Act with { Api = _folder.Options(null), WebConfigFile = new FileInfo(_folder.PathOf("web.yml")) };
        using var socket = ApiSocket.Open(options.Api);
        await File.WriteAllTextAsync(_folder.PathOf("web.yml"), $"basic_auth_users: {{alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}}}");
        await using var exporter = await TestExporter.StartAsync(options, keyless: true, socket: socket);
        using var local = _folder.Client();

        await File.WriteAllTextAsync(_folder.PathOf("web.yml"), "became wrong: [");

        foreach (var (path, expected) in ((string, HttpStatusCode)[])[
            ("/api/v1/pause", HttpStatusCode.OK), ("/-/healthy", HttpStatusCode.OK), ("/", HttpStatusCode.OK), ("/metrics", HttpStatusCode.NotFound)])
            Assert.Equal(expected, (await local.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task A_key_opens_at_the_socket_too_and_is_told_with_the_user_who_showed_it()
    {
        var options = TestOptions.Act with { Api = _folder.Options(_folder.Key("hook", "correct-horse-battery-staple", "pause")) };
        using var socket = ApiSocket.Open(options.Api);
        await using var exporter = await TestExporter.StartAsync(options, socket: socket);
        using var local = _folder.Client();
        local.DefaultRequestHeaders.Add("Authorization", "Bearer correct-horse-battery-staple");

        Assert.Contains($"\"by\":\"key:hook@uid:{SystemAccounts.OwnUid}\"", await PauseAsync(local), StringComparison.Ordinal);
    }

    /// <remarks>Only root can act as another user: run by any other user this test says so and shows nothing.</remarks>
    [Theory]
    [InlineData("- {uid: 54321, may: [read]}", true, false)]
    [InlineData("- {group: 54321, may: [pause]}", false, true)]
    [InlineData("- {uid: 54321, may: [read]}\n- {group: 54322, may: [pause]}", true, true)]
    [InlineData("- {uid: 54322, may: [read, pause]}", false, false)]
    public async Task Another_user_has_the_scopes_that_the_keys_file_gives_it_and_its_groups(string keys, bool reads, bool pauses)
    {
        if (SystemAccounts.OwnUid != 0)
        {
            Console.WriteLine("not shown: only root can ask as another user");
            return;
        }

        var options = TestOptions.Act with { Api = _folder.Options(keys) with { SocketMode = (UnixFileMode)0b110_110_110 } };
        using var socket = ApiSocket.Open(options.Api);
        UnixFiles.ChangeMode(_folder.PathOf("."), (UnixFileMode)0b111_101_101);
        await using var exporter = await TestExporter.StartAsync(options, socket: socket);

        Assert.Equal(reads ? "200" : "403", await AskAsync(Stranger, "/api/v1/domains"));
        Assert.Equal(pauses ? "200" : "403", await AskAsync(Stranger, "/api/v1/pause", "-X", "POST"));
        var line = exporter.Log.Entries.SingleOrDefault(entry => entry.Message.StartsWith("Paused", StringComparison.Ordinal));
        Assert.Equal(pauses ? $"uid:{Stranger}" : null, line?.Fields["askedBy"]);
        // A user without a number in this user namespace has this one, the overflow user.
        Assert.Equal("403", await AskAsync((int)SystemAccounts.OverflowUid, "/api/v1/domains"));
    }

    [Fact]
    public void Its_file_has_the_mode_and_group_asked_for_and_goes_with_it()
    {
        var options = _folder.Options(null) with { SocketMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite, SocketGroup = OwnGroup() };

        using (var socket = ApiSocket.Open(options))
        {
            Assert.Null(socket.Problem);
            Assert.Equal(options.SocketMode, ModeOf(_folder.Socket));
        }

        Assert.False(Path.Exists(_folder.Socket));
    }

    [Fact]
    public void The_file_of_a_process_that_is_gone_is_replaced()
    {
        Abandon(_folder.Socket);

        using var socket = ApiSocket.Open(_folder.Options(null));

        Assert.Null(socket.Problem);
        Assert.True(socket.IsOpen);
    }

    [Fact]
    public void The_socket_of_a_living_process_is_not_stolen()
    {
        using var first = ApiSocket.Open(_folder.Options(null));

        using (var second = ApiSocket.Open(_folder.Options(null)))
        {
            Assert.True(second.IsTaken);
            Assert.Contains("another process serves this socket", second.Problem, StringComparison.Ordinal);
        }

        Assert.True(Path.Exists(_folder.Socket));
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("link")]
    public void What_is_no_socket_is_left_alone(string what)
    {
        if (what == "file")
            File.WriteAllText(_folder.Socket, "precious");
        else if (what == "folder")
            Directory.CreateDirectory(_folder.Socket);
        else
            File.CreateSymbolicLink(_folder.Socket, _folder.PathOf("elsewhere"));

        using var socket = ApiSocket.Open(_folder.Options(null));

        Assert.Contains("is not a socket of this program", socket.Problem, StringComparison.Ordinal);
        Assert.False(socket.IsTaken);
    }

    [Fact]
    public void A_folder_in_which_nothing_can_be_made_is_a_clear_message()
    {
        using var socket = ApiSocket.Open(_folder.Options(null) with { Socket = "/proc/balloon/api.sock" });

        Assert.False(socket.IsOpen);
        Assert.Contains("/proc/balloon/api.sock cannot be made the API's socket: ", socket.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_is_missing_is_made_so_that_others_reach_the_socket()
    {
        using var socket = ApiSocket.Open(_folder.Options(null) with { Socket = _folder.PathOf("new/api.sock") });

        Assert.Null(socket.Problem);
        Assert.Equal((UnixFileMode)0b111_101_101, ModeOf(_folder.PathOf("new")));
    }

    [Fact]
    public void A_socket_that_is_switched_off_is_no_problem() =>
        Assert.Equal((false, null), (ApiSocket.Open(new ApiOptions { Socket = null }).IsOpen, ApiSocket.Open(new ApiOptions { Socket = null }).Problem));

    private static UnixFileMode ModeOf(string path) => new FileInfo(path).UnixFileMode;

    private static async Task<string> PauseAsync(HttpClient client)
    {
        using var response = await client.PostAsync(new Uri("/api/v1/pause", UriKind.Relative), null);
        return await response.Content.ReadAsStringAsync();
    }

    // A socket without a listener, as SIGKILL leaves it.
    private static void Abandon(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        var elsewhere = path + ".moved";
        socket.Bind(new UnixDomainSocketEndPoint(path));
        File.Move(path, elsewhere);
        socket.Dispose();
        File.Move(elsewhere, path);
    }

    private static uint OwnGroup() => uint.Parse(
        File.ReadLines("/proc/self/status").Single(line => line.StartsWith("Gid:", StringComparison.Ordinal)).Split('\t')[1], CultureInfo.InvariantCulture);

    private async Task<string> AskAsync(int uid, string path, params string[] more)
    {
        string[] arguments =
        [
            $"--reuid={uid}", $"--regid={uid}", "--groups=54322", "curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}",
            "--unix-socket", _folder.Socket, .. more, $"http://localhost{path}",
        ];
        using var process = Process.Start(new ProcessStartInfo("setpriv", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }
}
