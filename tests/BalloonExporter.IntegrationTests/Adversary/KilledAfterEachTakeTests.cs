using System.Diagnostics;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary;

/// <summary>Many small takes, and kill -9 after each: neither the step limit nor the circuit breaker nor a cooldown begins anew.</summary>
[Trait("suite", "adversary")]
public sealed class KilledAfterEachTakeTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 1024;
    private const int StepMib = 102;
    private const int MinuteMib = 150;

    // Just more than what is not worth a command.
    private const int TakeMib = 18;

    private const int Takes = 10;
    private const int Kills = 3;

    // More than it has, so that it must be rescued, and less than what was taken.
    private const int GivenMib = 60;

    // What QEMU itself allocates and lets go of.
    private const int ErrorMib = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    // So that the breaker's minute has slid over takes of many processes.
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(75);

    [Fact]
    public async Task Ten_takes_with_a_kill_after_each_keep_the_limits_of_one_process_and_its_cooldown()
    {
        var guest = (await Guest.StartAllAsync(host.Libvirt, [new GuestOptions("killed-after") { MemoryMib = MaximumMib, Autodeflate = false }]))[0];
        var exporter = await StartAsync();
        try
        {
            await guest.FillAsync("base", 100);
            await guest.FillAsync("past", 750);
            await guest.FreeAsync("past");
            await using var resident = ResidentWatch.Of(guest);
            var (watch, takes, answers) = ((Stopwatch?)null, 0, new List<string>());
            await Wait.UntilAsync(
                "ten takes in more than a minute",
                Patience,
                async () =>
                {
                    var answer = await AskAsync(exporter, guest);
                    answers.Add($"{watch?.Elapsed.TotalSeconds ?? 0:F1} s {answer}");
                    if (answer.Verdict == "applied")
                    {
                        watch ??= Stopwatch.StartNew();
                        takes++;
                        exporter = await KilledAsync(exporter);
                    }

                    return takes >= Takes && watch?.Elapsed >= Least;
                },
                () => Task.FromResult($"{takes} takes: {string.Join(", ", answers.TakeLast(20))}\n{exporter.LogTail}"));

            await resident.StopAsync();
            var (step, minute) = (resident.LargestFallMib(TimeSpan.FromSeconds(15)), resident.LargestFallMib(TimeSpan.FromSeconds(60)));
            Report.Line($"killed after each take: {takes} takes, {step} MiB in 15 s of {StepMib}, {minute} MiB in a minute of {MinuteMib}");
            var told = $"{takes} takes, {step} MiB in 15 s, {minute} MiB in a minute: {string.Join(", ", answers)}";
            Assert.True(step <= StepMib + ErrorMib, told);
            Assert.True(minute is >= MinuteMib / 2 and <= MinuteMib + ErrorMib, told);

            // Now it needs memory; what was rescued is left alone, whichever process it was that rescued.
            await guest.FillAsync("burst", (int)((await guest.MemInfoAsync()).AvailableKib / 1024) + GivenMib, 40);
            await guest.FreeAsync("burst");
            await Wait.UntilAsync("a cooldown", Patience, async () => (await AskAsync(exporter, guest)).Reason == "cooldown", () => Task.FromResult(exporter.LogTail));
            for (var kill = 0; kill < Kills; kill++)
            {
                exporter = await KilledAsync(exporter);
                await Wait.UntilAsync("managed again", Patience, async () => (await AskAsync(exporter, guest)).Reason == "cooldown", () => Task.FromResult(exporter.LogTail));
                Assert.DoesNotContain(exporter.Lines, line => line.Text.Contains("verdict=applied", StringComparison.Ordinal) && line.Text.Contains("origin=alert", StringComparison.Ordinal));
            }
        }
        finally
        {
            await exporter.DisposeAsync();
            await guest.DisposeAsync();
        }
    }

    private async Task<ExporterProcess> KilledAsync(ExporterProcess exporter)
    {
        await exporter.KillAsync();
        await exporter.DisposeAsync();
        return await StartAsync();
    }

    private Task<ExporterProcess> StartAsync() => ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri)
    {
        Mode = "act",
        Grace = "1s",
        StatePath = host.Folder.PathOf("killed-state"),
        Arguments = [$"--policy.max-taken-per-minute={MinuteMib}MiB"],
    });

    private static async Task<(string Verdict, string Reason)> AskAsync(ExporterProcess exporter, Guest guest)
    {
        var currentKib = (await guest.StatisticsAsync()).CurrentKib!.Value;
        var answer = await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, (currentKib / 1024) - TakeMib)));
        var (verdict, reason, _, _) = Assert.Single(Payload.Results(answer.Body));
        return (verdict, reason);
    }
}
