using System.CommandLine;
using BalloonExporter.Cli;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Tests.Cli;

/// <summary>What <c>setup act</c> writes, below a folder that counts as /.</summary>
public sealed class SetupActCommandTests : IDisposable
{
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly string _root = Directory.CreateTempSubdirectory("balloon-setup").FullName;

    public SetupActCommandTests() => Directory.CreateDirectory(PathOf("etc/polkit-1/rules.d"));

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_token_keys_and_the_rule_are_written_and_what_undoes_it_is_told()
    {
        var (code, output, errors) = Run();

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(64, Text("etc/balloon-exporter/alertmanager.token").Trim().Length);
        Assert.Equal(Secret, Mode("etc/balloon-exporter/alertmanager.token"));
        Assert.Equal(Secret, Mode("etc/balloon-exporter/api-keys.yml"));
        Assert.Equal(Secret | UnixFileMode.OtherRead, Mode("etc/polkit-1/rules.d/50-balloon-exporter.rules"));
        Assert.Contains($"subject.user == \"{Environment.UserName}\"", Text("etc/polkit-1/rules.d/50-balloon-exporter.rules"), StringComparison.Ordinal);
        Assert.Contains("BALLOON_EXPORTER_MODE=act", output, StringComparison.Ordinal);
        Assert.Contains("To undo it", output, StringComparison.Ordinal);
        Assert.DoesNotContain(Text("etc/balloon-exporter/alertmanager.token").Trim(), output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_exporter_takes_the_keys_that_it_writes()
    {
        Run();

        Assert.Empty(KeysFile.Check(PathOf("etc/balloon-exporter/api-keys.yml"), out var grants));
        Assert.Equal([Scope.Feedback], Assert.Single(grants).May);
    }

    [Fact]
    public void A_second_time_changes_nothing()
    {
        Run();
        File.WriteAllText(PathOf("etc/polkit-1/rules.d/50-balloon-exporter.rules"), "// mine\n");
        var token = Text("etc/balloon-exporter/alertmanager.token");

        var (code, output, _) = Run();

        Assert.Equal(0, code);
        Assert.Equal(token, Text("etc/balloon-exporter/alertmanager.token"));
        Assert.Equal("// mine\n", Text("etc/polkit-1/rules.d/50-balloon-exporter.rules"));
        Assert.DoesNotContain("written", output, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Without_polkit_nothing_is_written()
    {
        Directory.Delete(PathOf("etc"), recursive: true);

        var (code, output, errors) = Run();

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("install polkit", errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_root));
    }

    [Fact]
    public void A_user_that_does_not_exist_is_told_and_nothing_is_written()
    {
        var (code, _, errors) = RunAs("no-such-user");

        Assert.Equal(1, code);
        Assert.Contains("no user and group no-such-user", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(PathOf("etc/balloon-exporter")));
    }

    [Theory]
    [InlineData("--user=")]
    [InlineData("--user=a\" || true || \"")]
    [InlineData("--user=0")]
    [InlineData("--user=Root")]
    public void A_name_that_is_none_is_refused(string argument) => Assert.NotEmpty(new SetupActCommand().Parse([argument]).Errors);

    private string PathOf(string path) => Path.Combine(_root, path);

    private string Text(string path) => File.ReadAllText(PathOf(path));

    private UnixFileMode Mode(string path) => new FileInfo(PathOf(path)).UnixFileMode;

    private (int Code, string Output, string Errors) Run() => RunAs(Environment.UserName);

    private (int Code, string Output, string Errors) RunAs(string user)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = new SetupActCommand().Parse([$"--root={_root}", $"--user={user}"])
            .Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
