using System.Text.Json.Nodes;

namespace BalloonExporter.Lab.Soak;

/// <summary>An Alertmanager in miniature: targets up and down for two guests, and what became of each.</summary>
internal sealed class Feeder(SoakedExporter exporter, IReadOnlyList<Guest> guests)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Below the floor too: refused, whatever else is going on.
    private static readonly int[] TargetsMib = [SoakedExporter.FloorMib + 20, SoakedExporter.FloorMib - 50, 512];

    private readonly List<FedAlert> _fed = [];

    public IReadOnlyList<FedAlert> Fed => _fed;

    /// <summary>Whether the disk behind the log is full at the moment.</summary>
    public bool DiskIsFull { get; set; }

    public async Task RunAsync(CancellationToken stop)
    {
        using var clock = new PeriodicTimer(Interval);
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            foreach (var guest in guests)
                await FeedAsync(guest, TargetsMib[round % TargetsMib.Length]);
            try
            {
                await clock.WaitForNextTickAsync(stop);
            }
            catch (OperationCanceledException)
            {
                // The end of the soak.
            }
        }
    }

    private async Task FeedAsync(Guest guest, int targetMib)
    {
        var fingerprint = FormattableString.Invariant($"soak-{_fed.Count:000000}");
        var diskWasFull = DiskIsFull;
        string? verdict = null;
        long? from = null, to = null;
        try
        {
            var answer = await exporter.PostFeedbackAsync(TargetAlert.Of(guest.Uuid, targetMib, fingerprint));
            if (JsonNode.Parse(answer.Body)?["results"]?[0] is { } result)
                (verdict, from, to) = ((string?)result["verdict"], (long?)result["from"], (long?)result["to"]);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
        {
            // The scrapers tell of an exporter that does not answer.
        }

        _fed.Add(new FedAlert(fingerprint, verdict, to < from, diskWasFull || DiskIsFull));
    }
}

/// <summary>One alert, and what the exporter said of it.</summary>
/// <param name="Fingerprint">Its own.</param>
/// <param name="Verdict">Null: there was no answer.</param>
/// <param name="Takes">Whether memory was to be taken.</param>
/// <param name="DiskWasFull">Whether the log could not be written meanwhile.</param>
internal sealed record FedAlert(string Fingerprint, string? Verdict, bool Takes, bool DiskWasFull);
