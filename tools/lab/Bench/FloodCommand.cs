using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace BalloonExporter.Lab.Bench;

/// <summary>A thousand alerts in one message, every second: how soon each is answered, and what that leaves behind.</summary>
/// <remarks>A hundred of the domains exist; the others are those of other hosts, as a careless route would deliver them.</remarks>
internal sealed class FloodCommand(CountOptions options)
{
    private const int Alerts = 1000;
    private const int Domains = 100;
    private static readonly TimeSpan Goal = TimeSpan.FromMilliseconds(50);

    public async Task<int> RunAsync()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        var known = await TinyDomains.CreateAsync(libvirt, Domains);
        await using var exporter = await ExporterProcess.StartAsync(folder, options.Exporter, new ExporterOptions(libvirt.Uri) { Mode = "act" });
        Guid[] uuids = [.. known.Values, .. Enumerable.Range(0, Alerts - Domains).Select(_ => Guid.NewGuid())];
        // The first read takes in every domain's XML.
        await PostAsync(exporter, uuids);
        var before = exporter.ResidentBytes;

        var times = new List<TimeSpan>();
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (times.Count < options.Count && await clock.WaitForNextTickAsync())
            times.Add(await PostAsync(exporter, uuids));

        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{times.Count} messages of {Alerts} alerts: answered after {times[times.Count / 2].TotalMilliseconds:0.0} ms (median), {times[(int)(times.Count * 0.99)].TotalMilliseconds:0.0} ms (p99), {times[^1].TotalMilliseconds:0.0} ms (slowest)"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"resident {before / 1048576.0:0.0} MiB before, {exporter.ResidentBytes / 1048576.0:0.0} MiB after"));
        return times[(int)(times.Count * 0.99)] <= Goal ? 0 : 1;
    }

    private static async Task<TimeSpan> PostAsync(ExporterProcess exporter, Guid[] uuids)
    {
        var message = Message(uuids);
        var watch = Stopwatch.StartNew();
        var answer = await exporter.PostFeedbackAtOnceAsync(message);
        var took = watch.Elapsed;
        if (answer.Status != HttpStatusCode.OK)
            throw new LabException($"status {(int)answer.Status}: {answer.Body}\n{exporter.LogTail}");
        if (JsonNode.Parse(answer.Body)!["results"]!.AsArray().Count != uuids.Length)
            throw new LabException("not every alert has a verdict");
        return took;
    }

    private static string Message(Guid[] uuids)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["version"] = "4",
            ["status"] = "firing",
            ["receiver"] = "balloon-exporter",
            ["alerts"] = new JsonArray([.. uuids.Select(uuid => new JsonObject
            {
                ["status"] = "firing",
                ["fingerprint"] = uuid.ToString("N")[..16],
                ["labels"] = new JsonObject { ["alertname"] = "BalloonTarget", ["uuid"] = uuid.ToString() },
                ["annotations"] = new JsonObject { ["balloon_target_bytes"] = "62914560", ["balloon_evaluated_at"] = now },
            })]),
        }.ToJsonString();
    }
}
