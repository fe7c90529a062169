using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>Guests that an operator gave less than their maximum, beside one from which the exporter took memory.</summary>
[Trait("suite", "adversary")]
public sealed class LoweredByOperatorTests(Host host) : IClassFixture<Host>
{
    private const long MiB = 1024 * 1024;
    private const int MaximumMib = 768;
    private const int LowMib = 512;
    private const int TakenMib = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Longer than any heartbeat lasts, and than a guest may be silent.
    private static readonly TimeSpan LongTime = TimeSpan.FromMinutes(12);

    // Longer than from one look of the recovery to the next.
    private static readonly TimeSpan OneMoreLook = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_an_operator_left_out_is_not_given_back_without_a_plan_and_what_the_exporter_took_is()
    {
        var clock = new FakedClock(host.Folder, "exporter", monotonic: true);
        var guests = await Guest.StartAllAsync(host.Libvirt, [
            Options("low") with { CurrentMib = LowMib },
            Options("low-and-silent") with { CurrentMib = LowMib },
            Options("set-by-hand"),
            Options("managed"),
            Options("managed-and-silent"),
        ]);
        try
        {
            await host.Libvirt.Virsh.RunAsync(["setmem", "set-by-hand", $"{LowMib}M", "--live"]);
            await Wait.UntilAsync("set by hand", Patience, async () => (await guests[2].StatisticsAsync()).CurrentKib == LowMib * 1024);
            await using (var exporter = await StartAsync(clock))
            {
                foreach (var guest in guests)
                    await UntilAsync(exporter, $"{guest.Name}: managed", page => page.Find("balloon_domain_managed", ("domain", guest.Name)) == 1);
                foreach (var guest in guests.Skip(3))
                    await TakeAsync(exporter, guest);
                await UntilAsync(exporter, "lowered by the operator", page => guests.All(guest => Lowered(page, guest.Name) == (guest.Name.StartsWith("managed", StringComparison.Ordinal) ? 0 : 1)));

                foreach (var silent in guests.Where(guest => guest.Name.EndsWith("silent", StringComparison.Ordinal)))
                    await silent.HaltAsync();
                await UntilAsync(exporter, "silent", page => page.Find("balloon_domain_guest_stats_fresh", ("domain", "low-and-silent")) == 0
                    && page.Find("balloon_domain_guest_stats_fresh", ("domain", "managed-and-silent")) == 0);

                clock.Set(LongTime);
                await UntilAsync(exporter, "given back", page => Mib(page, "managed", "balloon_domain_memory_current_bytes") == MaximumMib
                    && Mib(page, "managed-and-silent", "balloon_domain_target_bytes") == MaximumMib);
                clock.Set(LongTime + OneMoreLook);
                await UntilAsync(exporter, "recovery", page => page.Find("balloon_reflex_recovery") == 1);
                // Their next looks, at which something could be asked for.
                await Task.Delay(TimeSpan.FromSeconds(3));

                var page = await exporter.MetricsAsync();
                foreach (var name in new[] { "low", "low-and-silent", "set-by-hand" })
                {
                    Assert.Equal(LowMib, Mib(page, name, "balloon_domain_memory_current_bytes"));
                    Assert.Null(Mib(page, name, "balloon_domain_target_bytes"));
                    Assert.Equal(1, Lowered(page, name));
                    Assert.DoesNotContain(exporter.Lines, line => line.Text.Contains($"msg=applying origin=recovery domain={name} ", StringComparison.Ordinal));
                }
            }

            // The next exporter knows who moved a balloon, without any state of the previous one.
            await using (var next = await StartAsync(new FakedClock(host.Folder, "next")))
            {
                await UntilAsync(next, "still lowered by the operator", page => Lowered(page, "low") == 1 && Lowered(page, "set-by-hand") == 1 && Lowered(page, "managed") == 0);
                // A plan may move it; from then on what is missing may be owed.
                await TakeAsync(next, guests[0]);
                await UntilAsync(next, "lowered by the operator no more", page => Lowered(page, "low") == 0);
            }
        }
        finally
        {
            foreach (var guest in guests)
                await guest.DisposeAsync();
        }
    }

    private static GuestOptions Options(string name) => new(name) { MemoryMib = MaximumMib, Autodeflate = false };

    private Task<ExporterProcess> StartAsync(FakedClock clock) => ExporterProcess.StartAsync(
        host.Folder, Host.Binary, new ExporterOptions(host.Libvirt.Uri) { Mode = "act", Grace = "1s", Environment = clock.Environment });

    // A sample may be too old at the moment, or acted on.
    private static Task<TimeSpan> TakeAsync(ExporterProcess exporter, Guest guest) => Wait.UntilAsync(
        $"{guest.Name}: taken",
        Patience,
        async () =>
        {
            var currentMib = (await guest.StatisticsAsync()).CurrentKib.GetValueOrDefault() / 1024;
            var answer = await exporter.PostFeedbackAsync(Payload.Of(Payload.Alert(guest.Uuid, currentMib - TakenMib)));
            return Assert.Single(Payload.Results(answer.Body)).Verdict == "applied";
        },
        () => Task.FromResult(exporter.LogTail));

    private static Task<TimeSpan> UntilAsync(ExporterProcess exporter, string what, Func<MetricsPage, bool> holds) => Wait.UntilAsync(
        what, Patience, async () => holds(await exporter.MetricsAsync()), () => Task.FromResult(exporter.LogTail));

    private static long? Mib(MetricsPage page, string domain, string name) => (long?)(page.Find(name, ("domain", domain)) / MiB);

    private static double? Lowered(MetricsPage page, string domain) => page.Find("balloon_domain_lowered_by_operator", ("domain", domain));
}
