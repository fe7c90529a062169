using System.Security.Cryptography;

namespace BalloonExporter.Lab.Rescue;

/// <summary>
/// An exporter that is killed at random moments while it moves memory, and started again. Whatever it was about to do, no domain may ever be
/// below its floor, and the next one must carry on.
/// </summary>
public sealed class KillLoop(PrivateLibvirt libvirt, string binary, IReadOnlyList<Guest> guests)
{
    private const int FloorMib = 300;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Kills so often; throws when something is not as it should be.</summary>
    public async Task<Result> RunAsync(int kills, CancellationToken cancel = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var watching = WatchAsync(stop.Token);
        var token = await libvirt.Folder.WriteAsync("kill-token", "correct-horse-battery-staple\n");
        var moved = 0;
        for (var kill = 0; kill < kills; kill++)
        {
            await using var exporter = await ExporterProcess.StartAsync(libvirt.Folder, binary, new ExporterOptions(libvirt.Uri)
            {
                Mode = "act",
                Grace = "1s",
                Floor = $"{FloorMib}MiB",
                // Up and down in turns is what this is about.
                Arguments = ["--policy.pacing=0s"],
                TokenFile = token,
                StatePath = libvirt.Folder.PathOf("kill-state"),
            }, cancel);
            moved += await WaitUntilItMovesAsync(exporter, cancel);
            var dying = Task.Delay(RandomNumberGenerator.GetInt32(0, 1500), cancel);
            // Up and down, also below the floor: all of it at the moment of its death.
            while (!dying.IsCompleted)
                await Task.WhenAny(dying, PostAsync(exporter, cancel));
            await exporter.KillAsync();
        }

        await stop.CancelAsync();
        return new Result(kills, moved, await watching);
    }

    // It carries on: what the one before it left half done is no hindrance.
    private async Task<int> WaitUntilItMovesAsync(ExporterProcess exporter, CancellationToken cancel)
    {
        var limit = Task.Delay(Patience, cancel);
        var moved = 0;
        while (moved == 0)
        {
            if (limit.IsCompleted)
                throw new LabException($"the exporter moved nothing within {Patience.TotalSeconds} s\n{exporter.LogTail}");
            await PostAsync(exporter, cancel);
            moved = exporter.Lines.Count(line => line.Text.Contains("verdict=applied", StringComparison.Ordinal));
            await Task.Delay(100, cancel);
        }

        return moved;
    }

    private async Task PostAsync(ExporterProcess exporter, CancellationToken cancel)
    {
        foreach (var guest in guests)
        {
            try
            {
                await exporter.PostFeedbackAsync(TargetAlert.Of(guest.Uuid, RandomNumberGenerator.GetInt32(FloorMib - 100, guest.Options.MemoryMib + 1)), cancel);
            }
            catch (HttpRequestException)
            {
                // It was killed meanwhile.
            }
        }
    }

    private async Task<long> WatchAsync(CancellationToken stop)
    {
        var leastMib = long.MaxValue;
        while (!stop.IsCancellationRequested)
        {
            foreach (var guest in guests)
                leastMib = Math.Min(leastMib, (await guest.StatisticsAsync(CancellationToken.None)).CurrentKib / 1024 ?? leastMib);
            await Task.WhenAny(Task.Delay(200, stop));
        }

        return leastMib >= FloorMib ? leastMib : throw new LabException($"a domain had {leastMib} MiB, and its floor is {FloorMib}");
    }

    /// <summary>What was seen.</summary>
    /// <param name="Kills">How often it was killed.</param>
    /// <param name="Moved">How often it moved a balloon before that.</param>
    /// <param name="LeastMib">The least that any domain ever had.</param>
    public sealed record Result(int Kills, int Moved, long LeastMib);
}
