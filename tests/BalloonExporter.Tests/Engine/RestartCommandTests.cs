using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Engine;
using BalloonExporter.Tests.Fakes;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

public sealed class RestartCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("balloon-command-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Arguments_are_handed_on_as_they_are_with_the_UUID_and_the_mode_and_no_shell_reads_them()
    {
        var written = Path.Combine(_folder.FullName, "written");

        var outcome = await RunAsync(Restarting() with { IsForced = true }, "/bin/sh", "-c", "printf '%s|' \"$@\" > \"$0\"", written, "{uuid}", "$(reboot) ; {mode}");

        Assert.Equal(new PowerOutcome(PowerNews.Done), outcome);
        Assert.Equal($"{Uuid(1)}|$(reboot) ; force|", await File.ReadAllTextAsync(written));
    }

    [Fact]
    public async Task An_exit_code_and_a_program_that_is_missing_are_refusals()
    {
        Assert.Equal(new PowerOutcome(PowerNews.Refused, "/bin/sh ended with exit code 3"), await RunAsync(Restarting(), "/bin/sh", "-c", "exit 3", "{uuid}"));
        Assert.Equal(PowerNews.Refused, (await RunAsync(Restarting(), "/nonexistent/restart", "{uuid}")).News);
    }

    [Fact]
    public async Task A_command_that_does_not_end_is_not_waited_for_beyond_the_deadline()
    {
        var outcome = await RunAsync(Restarting() with { Deadline = TimeSpan.FromMilliseconds(50) }, "/bin/sh", "-c", "sleep 1", "{uuid}");

        Assert.Equal(PowerNews.Unanswered, outcome.News);
    }

    private static Task<PowerOutcome> RunAsync(Restart restart, params string[] command) =>
        new RestartCommand(TestOptions.Act with { RestartCommand = command }, TimeProvider.System).RunAsync(restart, CancellationToken.None);

    private static Restart Restarting() => new()
    {
        Uuid = Uuid(1),
        Name = "guest1",
        By = "uid:0",
        Mode = RestartMode.Command,
        RequestedAt = Moment.MinValue,
        Since = Moment.MinValue,
        Deadline = TimeSpan.FromSeconds(20),
        Instance = 1,
    };
}
