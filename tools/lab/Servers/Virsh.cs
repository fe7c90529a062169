using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>
/// libvirt through its own command line: a witness that shares no code with the exporter, so a measurement "on libvirt's side"
/// does not repeat a mistake of our binding.
/// </summary>
public sealed class Virsh(string uri)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(20);

    public Task<string> RunAsync(IReadOnlyList<string> arguments, TimeSpan? limit = null, CancellationToken cancel = default) =>
        ShortCommand.RunAsync("virsh", ["-q", "-c", uri, .. arguments], limit ?? CallLimit, cancel);

    /// <summary>Balloon statistics of all running domains, without waiting for a domain that is busy.</summary>
    public async Task<IReadOnlyList<BalloonStatistics>> StatisticsAsync(CancellationToken cancel = default)
    {
        var uuids = await UuidsAsync(cancel);
        var text = await RunAsync(["domstats", "--state", "--balloon", "--nowait", "--list-running", "--list-paused"], cancel: cancel);
        return BalloonStatistics.Parse(text, uuids);
    }

    public async Task<BalloonStatistics> StatisticsOfAsync(string domain, CancellationToken cancel = default) =>
        (await StatisticsAsync(cancel)).SingleOrDefault(statistics => statistics.Name == domain)
        ?? throw new LabException($"libvirt has no statistics of {domain}");

    public Task SetMemoryAsync(string domain, long kib, CancellationToken cancel = default) =>
        RunAsync(["setmem", domain, kib.ToString(CultureInfo.InvariantCulture), "--live"], cancel: cancel);

    public Task<string> XmlAsync(string domain, CancellationToken cancel = default) => RunAsync(["dumpxml", domain], cancel: cancel);

    public async Task DestroyAllAsync()
    {
        var names = await RunAsync(["list", "--name"]);
        await Task.WhenAll(names
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(name => RunAsync(["destroy", name])));
    }

    private async Task<IReadOnlyDictionary<string, Guid>> UuidsAsync(CancellationToken cancel)
    {
        var lines = (await RunAsync(["list", "--all", "--uuid", "--name"], cancel: cancel))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length == 2)
            .ToDictionary(words => words[1], words => Guid.Parse(words[0]));
    }
}
