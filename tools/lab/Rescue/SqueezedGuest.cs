using System.Diagnostics;

namespace BalloonExporter.Lab.Rescue;

/// <summary>A real guest of 1 GiB, taken down to 400 MiB, that needs 300 MiB more within a few seconds.</summary>
public sealed class SqueezedGuest(PrivateLibvirt libvirt, ExporterProcess exporter, string name)
{
    private const int MaximumMib = 1024;
    private const int SqueezedMib = 400;
    private const int BurstMib = 300;

    /// <summary>With less usable memory than this a guest is in need.</summary>
    public const int LowMib = 64;

    private static readonly TimeSpan LogInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>How fast its need grows: so much at once, then a pause of a second.</summary>
    public int BurstMibPerSecond { get; init; } = 100;

    /// <summary>Starts it, squeezes it, has it burst, and tells how that went.</summary>
    public async Task<Outcome> RunAsync(CancellationToken cancel = default)
    {
        // Without deflate-on-OOM, so that only the exporter helps.
        await using var guest = await Guest.StartAsync(libvirt, new GuestOptions(name) { MemoryMib = MaximumMib, Autodeflate = false, StatsPeriodSeconds = 2 }, cancel);
        await guest.WaitUntilBootedAsync(cancel);
        await SqueezeAsync(guest, cancel);

        var rescued = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        var watch = Stopwatch.StartNew();
        exporter.LineWritten += Look;
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var low = LowAfterAsync(guest, watch, ended.Token);
        try
        {
            var survived = true;
            try
            {
                await guest.FillAsync("burst", BurstMib, BurstMibPerSecond, cancel);
            }
            catch (LabException)
            {
                survived = false;
            }

            // A burst that needed no help was no test.
            var toTarget = await Task.WhenAny(rescued.Task, Task.Delay(TimeSpan.FromSeconds(5), cancel)) == rescued.Task ? await rescued.Task : (TimeSpan?)null;
            await ended.CancelAsync();
            var lowAt = await low;
            // QEMU tells of a move when it begins, and of the rest of it a second later.
            await Task.Delay(TimeSpan.FromSeconds(2), cancel);
            return new Outcome(toTarget, survived && !await guest.OomKilledAsync(cancel), (await guest.StatisticsAsync(cancel)).CurrentKib / 1024)
            {
                FromLow = toTarget - lowAt is { } waited ? (waited > TimeSpan.Zero ? waited : TimeSpan.Zero) : null,
            };
        }
        finally
        {
            exporter.LineWritten -= Look;
            await ended.CancelAsync();
        }

        void Look(LogLine line)
        {
            if (line.Text.Contains("verdict=applied", StringComparison.Ordinal) && line.Text.Contains("origin=rescue", StringComparison.Ordinal)
                && line.Text.Contains($"domain={name} ", StringComparison.Ordinal))
                rescued.TrySetResult(watch.Elapsed);
        }
    }

    // When the guest's own figures first showed little usable memory, looked at ten times a second; null when they did not.
    private static async Task<TimeSpan?> LowAfterAsync(Guest guest, Stopwatch watch, CancellationToken ended)
    {
        var askedAt = watch.Elapsed;
        try
        {
            while (!ended.IsCancellationRequested)
            {
                askedAt = watch.Elapsed;
                if ((await guest.MemInfoAsync(ended)).AvailableKib < LowMib * 1024)
                    return askedAt;
                await Task.Delay(LogInterval, ended);
            }
        }
        catch (OperationCanceledException)
        {
            // The burst is over.
        }
        catch (LabException)
        {
            // It had no memory to answer.
            return askedAt;
        }

        return null;
    }

    private async Task SqueezeAsync(Guest guest, CancellationToken cancel)
    {
        var watch = Stopwatch.StartNew();
        while ((await guest.StatisticsAsync(cancel)).CurrentKib / 1024 > SqueezedMib + 20)
        {
            if (watch.Elapsed > Patience)
                throw new LabException($"{name} was not squeezed within {Patience.TotalSeconds} s\n{exporter.LogTail}");
            await exporter.PostFeedbackAsync(TargetAlert.Of(guest.Uuid, SqueezedMib), cancel);
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
        }

        // Until a sample shows it as it is now.
        await Task.Delay(TimeSpan.FromSeconds(4), cancel);
    }

    /// <summary>How a burst went.</summary>
    /// <param name="ToTarget">From the beginning of the burst to the first larger target; null: there was none.</param>
    /// <param name="Survived">Whether nothing was killed in the guest.</param>
    /// <param name="CurrentMib">What the balloon left it at the end.</param>
    public sealed record Outcome(TimeSpan? ToTarget, bool Survived, long? CurrentMib)
    {
        /// <summary>From the moment at which the guest's own figures showed little usable memory to the larger target; null when they never did.</summary>
        public TimeSpan? FromLow { get; init; }
    }
}
