using System.CommandLine;
using ExporterToolkit.Configuration;
using ExporterToolkit.Tests.Files;

namespace ExporterToolkit.Tests.Configuration;

public sealed class ExporterCommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Without_settings_the_defaults_hold()
    {
        var options = Accepted();

        Assert.Equal(("red", TimeSpan.FromSeconds(1)), (options.Colour, options.Grace));
        Assert.Empty(options.Lamps);
    }

    [Fact]
    public void A_flag_comes_before_the_environment_and_the_environment_before_the_file()
    {
        _environment["TOY_EXPORTER_CONFIG_FILE"] = File("paint.colour: blue\nweb.listen-address: [\":2\", \":3\"]\n");
        Assert.Equal("blue", Accepted().Colour);
        Assert.Equal([new ListenAddress("", 2), new ListenAddress("", 3)], Accepted().Addresses);

        _environment["TOY_EXPORTER_PAINT_COLOUR"] = "grey";
        _environment["TOY_EXPORTER_WEB_LISTEN_ADDRESS"] = ":4, :5";
        Assert.Equal("grey", Accepted().Colour);
        Assert.Equal([new ListenAddress("", 4), new ListenAddress("", 5)], Accepted().Addresses);

        Assert.Equal("red", Accepted("--paint.colour=red").Colour);
    }

    [Theory]
    [InlineData("paint.colour: blue\ngrace: 5s\n")]
    [InlineData("paint: {colour: blue}\ngrace: 5s\n")]
    [InlineData("paint:\n  colour: \"blue\"\ngrace: \"5s\"\n")]
    public void Keys_of_the_file_are_the_flags_with_dots_or_nested(string content)
    {
        var options = Accepted($"--config.file={File(content)}");

        Assert.Equal(("blue", TimeSpan.FromSeconds(5)), (options.Colour, options.Grace));
    }

    [Fact]
    public void Settings_that_are_no_options_come_from_sections_of_the_file_and_from_the_environment()
    {
        _environment["LAMP"] = "hall";

        Assert.Equal(["hall", "attic"], Accepted($"--config.file={File("lamps: [attic]\n")}").Lamps);
    }

    [Theory]
    [InlineData("lamps: attic\n", "lamps is not a list (FILE line 1)")]
    [InlineData("lamps: [attic, attic]\n", "lamps has duplicates")]
    [InlineData("grace: 1s\npaint:\n  shade: dark\n", "unknown key paint.shade (FILE line 3)")]
    [InlineData("config.file: other.yml\n", "unknown key config.file (FILE line 1)")]
    [InlineData("paint.colour: blue\npaint: {colour: red}\n", "duplicate key paint.colour (FILE line 2)")]
    [InlineData("grace:\n", "grace has no value (FILE line 1)")]
    [InlineData("grace: [1s]\n", "grace has a value of the wrong type (FILE line 1)")]
    [InlineData("web.listen-address: []\n", "web.listen-address has a value of the wrong type (FILE line 1)")]
    [InlineData("grace: soon\n", "--grace=soon is not a duration (FILE line 1)")]
    [InlineData("web.listen-address:\n- \":1\"\n- nowhere\n", "--web.listen-address=nowhere is not [HOST]:PORT, for example :10177 or 127.0.0.1:10177 (FILE line 3)")]
    [InlineData("paint: [\n", "--config.file=FILE: ")]
    public void What_is_wrong_in_the_file_is_told_with_its_place(string content, string problem)
    {
        var file = File(content);

        Assert.Contains(problem.Replace("FILE", file, StringComparison.Ordinal), Refused($"--config.file={file}"), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_wrong_everywhere_is_one_line()
    {
        _environment["TOY_EXPORTER_GRACE"] = "soon";
        _environment["TOY_EXPORTER_SHADE"] = "dark";

        var message = Refused($"--config.file={_folder.PathOf("absent")}", "--paint.colour=pink");

        Assert.StartsWith("toy-exporter: ", message, StringComparison.Ordinal);
        Assert.EndsWith($". See toy-exporter --help.{Environment.NewLine}", message, StringComparison.Ordinal);
        Assert.Equal(1, message.Count(letter => letter == '\n'));
        Assert.All(
            (string[])["--paint.colour=pink is not red, blue or grey", "--grace=soon is not a duration (TOY_EXPORTER_GRACE)", "unknown environment variable TOY_EXPORTER_SHADE", $"--config.file={_folder.PathOf("absent")}: "],
            part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Fact]
    public void Contradictions_are_looked_for_once_each_option_is_valid()
    {
        _environment["LAMP"] = "hall";

        Assert.Contains("does not go with lamps", Refused("--paint.colour=grey"), StringComparison.Ordinal);
        Assert.DoesNotContain("does not go with lamps", Refused("--paint.colour=grey", "--grace=soon"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_Kubernetes_sets_for_a_service_of_the_programs_name_is_left_alone()
    {
        _environment["TOY_EXPORTER_SERVICE_HOST"] = "192.0.2.1";
        _environment["TOY_EXPORTER_PORT"] = "tcp://192.0.2.1:1";
        _environment["TOY_EXPORTER_PORT_1_TCP_PROTO"] = "tcp";

        Assert.Equal("red", Accepted().Colour);
    }

    [Fact]
    public void A_long_value_is_quoted_by_its_beginning()
    {
        var message = Refused("--paint.colour=" + new string('x', 5000));

        Assert.Contains($"--paint.colour={new string('x', 255)}… is not red, blue or grey", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quoted_value_never_ends_in_half_a_character() =>
        Assert.Contains($"={new string('x', 254)}… is not", Refused("--paint.colour=" + new string('x', 254) + "😀😀"), StringComparison.Ordinal);

    [Fact]
    public void A_check_runs_nothing_and_prints_the_warnings()
    {
        Assert.Equal((0, ""), Run([], "--config.check"));
        Assert.Equal((0, $"toy-exporter: warning: blue fades{Environment.NewLine}"), Run([], "--config.check", "--paint.colour=blue"));
        Assert.Equal(2, Run([], "--config.check", "--grace=soon").Code);
    }

    [Theory]
    [InlineData("unknown option --paint.color (did you mean --paint.colour?)", "--paint.color=red")]
    [InlineData("unknown option --pant.colour (did you mean --paint.colour?)", "--pant.colour", "red")]
    [InlineData("unknown option --weather", "--weather=fine")]
    [InlineData("unknown command piant (did you mean paint?)", "piant")]
    [InlineData("unknown command wash", "wash")]
    [InlineData("unknown option --brsuh (did you mean --brush?)", "paint", "--brsuh=2")]
    [InlineData("unexpected argument hall", "paint", "hall")]
    public void A_name_that_is_not_known_is_told_with_the_one_that_was_meant(string problem, params string[] arguments)
    {
        var command = new Command("paint") { new Option<string>("--brush") };
        command.SetAction(_ => 7);

        var (code, errors) = Run([command], arguments);

        Assert.Equal(2, code);
        Assert.Contains(problem, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("..", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("Unrecognized", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void The_program_is_given_the_warnings()
    {
        IReadOnlyList<string> told = [];
        Line([]).Run(["--paint.colour=blue"], _environment, (_, warnings) =>
        {
            told = warnings;
            return 0;
        }, TextWriter.Null);

        Assert.Equal(["blue fades"], told);
    }

    [Fact]
    public void A_command_runs_instead_of_the_program_whatever_the_environment_holds()
    {
        _environment["TOY_EXPORTER_SHADE"] = "dark";
        var command = new Command("paint");
        command.SetAction(_ => 7);

        Assert.Equal((7, ""), Run([command], "paint"));
        Assert.Equal(2, Run([command], "paint", "--nothing").Code);
    }

    private static ExporterCommandLine<ToyOptions> Line(IEnumerable<Command> commands) =>
        new(new ProgramInfo("toy-exporter", "Paints."), [new ToyFlags()], new ToySections(), commands);

    private (int Code, string Errors) Run(IEnumerable<Command> commands, params string[] arguments)
    {
        using var errors = new StringWriter();
        var code = Line(commands).Run(arguments, _environment, (_, _) => throw new InvalidOperationException("the program must not run"), errors);
        return (code, errors.ToString());
    }

    private ToyOptions Accepted(params string[] arguments)
    {
        ToyOptions? options = null;
        using var errors = new StringWriter();
        Line([]).Run(arguments, _environment, (read, _) =>
        {
            options = read;
            return 0;
        }, errors);
        Assert.Equal("", errors.ToString());
        return options!;
    }

    private string Refused(params string[] arguments)
    {
        var (code, errors) = Run([], arguments);
        Assert.Equal(2, code);
        return errors;
    }

    private string File(string content) => _folder.Write(Guid.NewGuid().ToString(), content);
}
