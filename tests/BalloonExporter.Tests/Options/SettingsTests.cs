using BalloonExporter.Options;
using ExporterToolkit.Configuration;
using ExporterToolkit.Tests.Files;

namespace BalloonExporter.Tests.Options;

/// <summary>Settings that are no flags: the environment and the configuration file.</summary>
public sealed partial class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("web.telemetry-path: /file\nweb.listen-address: [\"127.0.0.1:1\", \"127.0.0.1:2\"]\nmode: act\n")]
    [InlineData("web:\n  telemetry-path: /file\n  listen-address:\n    - 127.0.0.1:1\n    - 127.0.0.1:2\nmode: \"act\"\n")]
    [InlineData("web: {telemetry-path: /file}\nweb.listen-address: [127.0.0.1:1, 127.0.0.1:2]\nmode: act\n")]
    public void Keys_of_the_file_are_the_flags_with_dots_or_nested(string content)
    {
        var options = Accepted($"--config.file={File(content)}");

        Assert.Equal("/file", options.TelemetryPath);
        Assert.Equal([new ListenAddress("127.0.0.1", 1), new ListenAddress("127.0.0.1", 2)], options.ListenAddresses);
        Assert.Equal(ExporterMode.Act, options.Mode);
    }

    [Theory]
    [InlineData("folder", "not a regular file")]
    [InlineData("pipe", "not a regular file")]
    [InlineData("endless", "not a regular file")]
    [InlineData("huge", "longer than")]
    public async Task A_path_that_leads_to_no_file_is_told_and_never_waited_for(string kind, string problem)
    {
        using var folder = new TempFolder();
        var path = folder.Strange(kind);

        Assert.Contains($"--config.file={path}: {path}{(kind == "huge" ? ":" : " is")}", await Task.Run(() => Refused($"--config.file={path}")).WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
        Assert.Contains(problem, Refused($"--config.file={path}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead, null)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, null)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupWrite, "(mode 0420): chmod go-w it")]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherWrite, "(mode 0402): chmod go-w it")]
    public void A_file_that_others_may_write_is_warned_of(UnixFileMode mode, string? warning)
    {
        using var folder = new TempFolder();

        var warnings = Accepted($"--config.file={folder.Write("config.yml", "mode: observe\n", mode)}").Warnings;

        Assert.Equal(warning is not null, warnings.Any(each => each.StartsWith("--config.file: ", StringComparison.Ordinal) && each.EndsWith(warning ?? "", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_empty_file_sets_nothing() => Assert.Equal("/metrics", Accepted($"--config.file={File("# nothing\n")}").TelemetryPath);

    [Fact]
    public void Environment_variables_are_the_flags_in_capitals()
    {
        _environment["BALLOON_EXPORTER_WEB_TELEMETRY_PATH"] = "/environment";
        _environment["BALLOON_EXPORTER_WEB_LISTEN_ADDRESS"] = "127.0.0.1:1, 127.0.0.1:2";

        Assert.Equal("/environment", Accepted().TelemetryPath);
        Assert.Equal([new ListenAddress("127.0.0.1", 1), new ListenAddress("127.0.0.1", 2)], Accepted().ListenAddresses);
    }

    [Fact]
    public void A_flag_comes_before_the_environment_and_that_before_the_file()
    {
        _environment["BALLOON_EXPORTER_CONFIG_FILE"] = File("web.telemetry-path: /file\nweb.listen-address: [\":1\", \":2\"]\n");
        Assert.Equal("/file", Accepted().TelemetryPath);

        _environment["BALLOON_EXPORTER_WEB_TELEMETRY_PATH"] = "/environment";
        _environment["BALLOON_EXPORTER_WEB_LISTEN_ADDRESS"] = ":3";
        Assert.Equal("/environment", Accepted().TelemetryPath);
        Assert.Equal([new ListenAddress("", 3)], Accepted().ListenAddresses);

        Assert.Equal("/flag", Accepted("--web.telemetry-path=/flag").TelemetryPath);
        Assert.Equal([new ListenAddress("", 4)], Accepted("--web.listen-address", ":4").ListenAddresses);
    }

    [Fact]
    public void A_value_that_is_overridden_need_not_be_good()
    {
        _environment["BALLOON_EXPORTER_MODE"] = "dance";

        Assert.Equal(ExporterMode.Observe, Accepted("--mode=observe").Mode);
    }

    [Fact]
    public void A_variable_set_to_nothing_is_not_set()
    {
        _environment["BALLOON_EXPORTER_MODE"] = "";
        _environment["BALLOON_EXPORTER_WEB_LISTEN_ADDRESS"] = "";

        Assert.Equal([new ListenAddress("", 10177)], Accepted().ListenAddresses);
    }

    [Fact]
    public void What_Kubernetes_sets_for_a_service_of_this_name_is_let_be()
    {
        _environment["BALLOON_EXPORTER_SERVICE_HOST"] = "192.0.2.1";
        _environment["BALLOON_EXPORTER_PORT"] = "tcp://192.0.2.1:10177";
        _environment["BALLOON_EXPORTER_PORT_10177_TCP_PROTO"] = "tcp";

        Assert.Equal(ExporterMode.Observe, Accepted().Mode);
    }

    [Fact]
    public void Everything_wrong_everywhere_is_one_message_that_tells_where()
    {
        _environment["BALLOON_EXPORTER_MODE"] = "dance";
        _environment["BALLOON_EXPORTER_COLOUR"] = "red";
        var file = File("log.level: loud\nweb:\n  colour: red\n  telemetry-path:\npolicy.grace: [1s]\nlog: {level: info}\n");

        var message = Refused($"--config.file={file}", "--policy.floor=-1%", "--unknown");

        foreach (var part in (string[])[
            "--mode=dance is not observe or act (BALLOON_EXPORTER_MODE)", "unknown environment variable BALLOON_EXPORTER_COLOUR",
            $"--log.level=loud is not debug, info, warn or error ({file} line 1)", $"unknown key web.colour ({file} line 3)",
            "web.telemetry-path has no value", "policy.grace has a value of the wrong type", "duplicate key log.level", "--policy.floor=-1%", "--unknown"])
            Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Equal(1, message.Count(letter => letter == '\n'));
    }

    [Theory]
    [InlineData("config.file: other.yml")]
    [InlineData("config.check: true")]
    [InlineData("help: true")]
    public void What_is_about_the_run_and_not_the_program_is_no_key(string content) =>
        Assert.Contains("unknown key", Refused($"--config.file={File(content)}"), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_missing_or_no_YAML_is_refused()
    {
        Assert.Contains("absent", Refused("--config.file=" + Path.Combine(_folder, "absent")), StringComparison.Ordinal);
        Assert.Contains("--config.file", Refused("--config.file=" + File("a: [")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_runs_nothing_and_says_what_a_start_would_say()
    {
        Assert.Equal((0, ""), Check());
        Assert.Equal(2, Check("--api.keys=/nonexistent").Code);
        Assert.Equal(2, Check("--log.level=loud").Code);
        Assert.Equal(2, Check($"--web.config.file={File("colour: red")}").Code);
        Assert.Equal((0, ""), Check($"--config.file={File("log.level: debug")}"));
    }

    private (int Code, string Errors) Check(params string[] arguments)
    {
        using var errors = new StringWriter();
        var code = new CommandLine(_environment).Run(
            ["--config.check", .. arguments], _ => throw new InvalidOperationException("the program must not run"), errors);
        return (code, errors.ToString());
    }

    private string File(string content)
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString());
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    private ExporterOptions Accepted(params string[] arguments)
    {
        ExporterOptions? options = null;
        using var errors = new StringWriter();
        new CommandLine(_environment).Run(
            arguments,
            read =>
            {
                options = read;
                return 0;
            },
            errors);
        Assert.Equal("", errors.ToString());
        return options!;
    }

    private string Refused(params string[] arguments)
    {
        using var errors = new StringWriter();
        Assert.Equal(2, new CommandLine(_environment).Run(arguments, _ => throw new InvalidOperationException("the program must not run"), errors));
        return errors.ToString();
    }
}
