using BalloonExporter.Lab;
using BalloonExporter.Lab.Soak;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>The exporter that is attacked, and what it lives among.</summary>
internal sealed record Victim(
    LabFolder Folder,
    PrivateLibvirt Libvirt,
    SoakedExporter Exporter,
    SoakKeys Keys,
    FakedClock Clock,
    SmallDisk Disk,
    Feeder Feeder,
    IReadOnlyList<Guest> Guests,
    IReadOnlyDictionary<string, Guid> Tiny)
{
    /// <summary>A request's answer whatever it is; null where the exporter hung up or, as guessers find, takes its time.</summary>
    public static async Task<(System.Net.HttpStatusCode Status, string Body)?> TrySendAsync(HttpClient client, HttpRequestMessage request)
    {
        try
        {
            using var answer = await client.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}
