using BalloonExporter.Options;

namespace BalloonExporter.Tests.Options;

/// <content>Keys, tokens and other files that are named on the command line.</content>
public sealed partial class CommandLineTests
{
    [Fact]
    public void State_is_where_the_operator_wants_it_and_that_is_no_file()
    {
        Assert.Equal("/var/lib/balloon-exporter", Accepted().StatePath.FullName);
        Assert.Equal("/tmp/state", Accepted("--state.path=/tmp/state").StatePath.FullName);
        Assert.Contains("is a file", Refused("--state.path=/etc/hostname"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_pause_file_is_where_the_operator_wants_it()
    {
        Assert.Equal("/run/balloon-exporter/pause", Accepted().PauseFile.FullName);
        Assert.Equal("/tmp/pause", Accepted("--pause.file=/tmp/pause").PauseFile.FullName);
    }

    [Fact]
    public void The_socket_of_the_API_is_there_unless_it_is_switched_off()
    {
        Assert.Equal("/run/balloon-exporter/api.sock", Accepted().Api.Socket);
        Assert.False(Accepted().Api.SocketIsNamed);
        Assert.Null(Accepted("--api.socket=off").Api.Socket);
        var options = Accepted("--api.socket=/tmp/api.sock", "--api.socket-mode=0600", "--api.socket-group=root").Api;
        Assert.Equal(("/tmp/api.sock", true, UnixFileMode.UserRead | UnixFileMode.UserWrite, 0u), (options.Socket, options.SocketIsNamed, options.SocketMode, options.SocketGroup));
    }

    [Theory]
    [InlineData("--api.socket=api.sock")]
    [InlineData("--api.socket=/tmp/")]
    [InlineData("--api.socket-mode=0400")]
    [InlineData("--api.socket-mode=1777")]
    [InlineData("--api.socket-mode=rw")]
    [InlineData("--api.socket-group=no-such-group")]
    [InlineData("--api.socket=off", "--api.socket-mode=0600")]
    [InlineData("--api.socket=off", "--api.socket-group=root")]
    public void A_socket_that_cannot_be_is_refused(params string[] arguments) =>
        Assert.Contains(arguments[^1].Split('=')[0], Refused(arguments), StringComparison.Ordinal);

    [Theory]
    [InlineData(107, true)]
    [InlineData(108, false)]
    public void A_path_longer_than_that_of_a_socket_is_refused_with_the_limit(int length, bool taken)
    {
        var path = "/tmp/" + new string('x', length - "/tmp/".Length);

        if (taken)
            Assert.Equal(path, Accepted($"--api.socket={path}").Api.Socket);
        else
            Assert.Contains("at most 107 bytes", Refused($"--api.socket={path}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_keys_file_is_refused_at_the_start_with_everything_that_is_wrong()
    {
        Assert.Contains("absent", Refused("--api.keys=" + Path.Combine(_folder, "absent")), StringComparison.Ordinal);
        Assert.Contains("admin is not one of", Refused($"--api.keys={File("- {name: a, file: b, may: [admin]}")}"), StringComparison.Ordinal);
        Assert.Contains("key a: ", Refused($"--api.keys={File("- {name: a, file: absent, may: [read]}")}"), StringComparison.Ordinal);
        var (one, other) = (File("correct-horse-battery-staple"), File("correct-horse-battery-staple\n"));
        Assert.Contains(
            "the same token",
            Refused($"--api.keys={File($"- {{name: a, file: {one}, may: [read]}}\n- {{name: b, file: {other}, may: [pause]}}")}"),
            StringComparison.Ordinal);
        var keys = File($"- {{name: a, file: {one}, may: [read]}}");
        Assert.Equal(keys, Accepted($"--api.keys={keys}").Api.KeysFile?.FullName);
    }

    [Fact]
    public void The_start_warns_of_what_is_deprecated_without_effect_or_missing()
    {
        var token = File("correct-horse-battery-staple");
        System.IO.File.SetUnixFileMode(token, UnixFileMode.UserRead);
        var keys = File($"- {{name: a, file: {token}, may: [read]}}");

        Assert.Empty(Accepted().Warnings);
        Assert.Contains("No key for feedback", Assert.Single(Accepted("--mode=act").Warnings), StringComparison.Ordinal);
        Assert.Empty(Accepted("--mode=act", "--alertmanager.url=http://a").Warnings);
        Assert.Contains("--alertmanager.password-file", Assert.Single(Accepted("--mode=act", "--alertmanager.url=http://user:secret@a").Warnings), StringComparison.Ordinal);
        Assert.Empty(Accepted("--mode=act", $"--api.keys={keys}").Warnings);
        Assert.Equal(
            "--feedback.token-file: deprecated, use --api.keys",
            Assert.Single(Accepted("--mode=act", $"--feedback.token-file={token}").Warnings));
        Assert.Equal(
            "--feedback.token-file: no effect with --api.keys, remove it",
            Assert.Single(Accepted("--mode=act", $"--feedback.token-file={token}", $"--api.keys={keys}").Warnings));
        System.IO.File.SetUnixFileMode(token, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains("is readable by all users", Assert.Single(Accepted($"--api.keys={keys}").Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Users_and_certificates_of_the_keys_file_need_a_web_configuration_that_knows_them()
    {
        var users = File($"basic_auth_users:\n  alice: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n");
        var keys = File("[{user: bob, may: [read]}]");

        Assert.Contains("user bob", Refused($"--api.keys={keys}"), StringComparison.Ordinal);
        Assert.Contains("user bob", Refused($"--api.keys={keys}", $"--web.config.file={users}"), StringComparison.Ordinal);
        Assert.NotNull(Accepted($"--api.keys={File("[{user: alice, may: [read]}]")}", $"--web.config.file={users}"));
        Assert.Contains("client a.example", Refused($"--api.keys={File("[{client: a.example, may: [read]}]")}", $"--web.config.file={users}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_file_that_is_missing_is_refused_at_the_start() =>
        Assert.Contains("absent", Refused("--feedback.token-file=" + Path.Combine(_folder, "absent")), StringComparison.Ordinal);

    [Fact]
    public void A_token_file_that_is_a_folder_is_refused_at_the_start() =>
        Assert.Contains(_folder, Refused("--feedback.token-file=" + _folder), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void A_token_file_without_a_token_is_refused_at_the_start(string content) =>
        Assert.Contains("is empty", Refused("--feedback.token-file=" + File(content)), StringComparison.Ordinal);

    [Fact]
    public void A_token_file_that_cannot_be_one_is_refused_at_the_start() =>
        Assert.Contains("longer than 4096 bytes", Refused("--feedback.token-file=" + File(new string('x', 5000))), StringComparison.Ordinal);

    [Theory]
    [InlineData("--feedback.token-file")]
    [InlineData("--alertmanager.token-file")]
    [InlineData("--alertmanager.password-file")]
    public void A_secret_that_others_may_write_is_refused_and_one_that_all_users_may_read_is_warned_of(string flag)
    {
        var path = File("correct-horse-battery-staple\n");
        string[] arguments = flag.StartsWith("--alertmanager", StringComparison.Ordinal) ? ["--alertmanager.url=http://a@b", $"{flag}={path}"] : [$"{flag}={path}"];
        using var output = new StringWriter();

        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead);
        Assert.DoesNotContain(Accepted(arguments).Warnings, warning => warning.Contains(path, StringComparison.Ordinal));
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Single(Accepted(arguments).Warnings, warning => warning.StartsWith($"{flag}: {path} is readable by all users", StringComparison.Ordinal));
        Assert.Equal(0, new CommandLine().Run([.. arguments, "--config.check"], _ => throw new InvalidOperationException("the program must not run"), output));
        Assert.StartsWith($"balloon-exporter: warning: {flag}: {path}", output.ToString(), StringComparison.Ordinal);
        System.IO.File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        Assert.Contains($"{flag}: {path} is writable by others", Refused(arguments), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_web_configuration_is_refused_at_the_start()
    {
        Assert.Contains("unknown key colour", Refused("--web.config.file=" + File("colour: red\n")), StringComparison.Ordinal);
        Assert.Contains("absent", Refused("--web.config.file=" + Path.Combine(_folder, "absent")), StringComparison.Ordinal);
        Assert.NotNull(Accepted("--web.config.file=" + File("{}\n")).WebConfigFile);
    }
}
