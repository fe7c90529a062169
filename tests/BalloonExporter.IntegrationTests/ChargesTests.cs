using System.Diagnostics;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>
/// What is promised of resident memory, held against the kernel's own figures of the guest's process: the guests have used nearly all they
/// have, and let most of it go, and a plan asks for their last page again and again.
/// </summary>
public sealed class ChargesTests(Host host) : IClassFixture<Host>
{
    private const int MaximumMib = 1024;
    private const int StepMib = 102;
    private const int MinuteMib = 150;

    // What QEMU itself allocates and lets go of.
    private const int ErrorMib = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // After the step limit's window comes what the breaker leaves; after that nothing may.
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(21);

    [Fact]
    public async Task Takes_of_resident_memory_keep_the_limits_even_with_a_kill_after_each_take()
    {
        var guests = await Guest.StartAllAsync(host.Libvirt, [Charged("charged"), Charged("charged-and-killed")]);
        try
        {
            await Task.WhenAll(guests.Select(async guest =>
            {
                await guest.FillAsync("base", 100);
                await guest.FillAsync("past", 750);
                await guest.FreeAsync("past");
            }));

            await Task.WhenAll(SqueezeAsync(guests[0], kill: false), SqueezeAsync(guests[1], kill: true));
        }
        finally
        {
            foreach (var guest in guests)
                await guest.DisposeAsync();
        }

        static GuestOptions Charged(string name) => new(name) { MemoryMib = MaximumMib };
    }

    private async Task SqueezeAsync(Guest guest, bool kill)
    {
        var exporter = await StartAsync(guest);
        try
        {
            await using var resident = ResidentWatch.Of(guest);
            var (takes, watch) = (0, (Stopwatch?)null);
            var answers = new List<string>();
            await Wait.UntilAsync("a plan that is obeyed, and then no more", Patience + Duration, async () =>
            {
                var (verdict, reason, from, to) = await AskAsync(exporter, guest);
                var taken = verdict == "applied";
                var answer = $"{reason} {from >> 20}->{to >> 20}";
                if (answers.Count == 0 || !answers[^1].EndsWith(answer, StringComparison.Ordinal))
                    answers.Add($"{watch?.Elapsed.TotalSeconds ?? 0:F1} s {answer}");
                takes += taken ? 1 : 0;
                if (taken)
                    watch ??= Stopwatch.StartNew();
                if (taken && kill)
                {
                    await exporter.KillAsync();
                    await exporter.DisposeAsync();
                    exporter = await StartAsync(guest);
                }

                return watch?.Elapsed > Duration;
            }, () => Task.FromResult(exporter.LogTail));

            var open = (await exporter.MetricsAsync()).Value("balloon_feedback_circuit_breaker_open");
            await resident.StopAsync();
            var (step, minute) = (resident.LargestFallMib(TimeSpan.FromSeconds(15)), resident.LargestFallMib(TimeSpan.FromSeconds(60)));
            Report.Line($"charges: {guest.Name}: {takes} takes, {step} MiB in 15 s of {StepMib}, {minute} MiB in a minute of {MinuteMib}");
            var told = $"{takes} takes, {step} MiB in 15 s, {minute} MiB in a minute: {string.Join(", ", answers)}\n{exporter.LogTail}";
            Assert.True(takes >= 2, told);
            Assert.True(step <= StepMib + ErrorMib, told);
            Assert.True(minute is >= MinuteMib / 2 and <= MinuteMib + ErrorMib, told);
            Assert.Equal(1, open);
        }
        finally
        {
            await exporter.DisposeAsync();
        }
    }

    private async Task<ExporterProcess> StartAsync(Guest guest) => await ExporterProcess.StartAsync(host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri)
    {
        Mode = "act",
        Grace = "1s",
        TokenFile = await host.Folder.WriteAsync($"{guest.Name}-token", "correct-horse-battery-staple\n"),
        StatePath = host.Folder.PathOf($"{guest.Name}-state"),
        // Of two exporters that act on one libvirt the second would wait for the first to end: here each has a host of its own.
        Arguments =
        [
            $"--policy.max-taken-per-minute={MinuteMib}MiB", $"--domain.include={guest.Name}", $"--runtime.path={host.Folder.PathOf($"{guest.Name}-run")}",
        ],
    });

    private static async Task<(string Verdict, string Reason, long? From, long? To)> AskAsync(ExporterProcess exporter, Guest guest)
    {
        var answer = await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, 256)));
        return Assert.Single(Payload.Results(answer.Body));
    }
}
