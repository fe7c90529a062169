using System.Globalization;

namespace BalloonExporter.Lab;

/// <summary>What libvirt says of one running domain; null where it says nothing.</summary>
public sealed record BalloonStatistics(
    string Name,
    Guid Uuid,
    int? State,
    long? CurrentKib,
    long? MaximumKib,
    long? GuestTotalKib,
    long? UsableKib,
    long? UnusedKib,
    long? DiskCachesKib,
    long? SwapInKib,
    long? SwapOutKib,
    long? ResidentKib,
    long? LastUpdateUnixSeconds)
{
    /// <summary>Whether the balloon driver in the guest has reported at least once.</summary>
    public bool HasGuestStatistics => GuestTotalKib is not null && LastUpdateUnixSeconds > 0;

    internal static IReadOnlyList<BalloonStatistics> Parse(string domstats, IReadOnlyDictionary<string, Guid> uuids)
    {
        var all = new List<BalloonStatistics>();
        foreach (var block in domstats.Split("Domain: ", StringSplitOptions.RemoveEmptyEntries))
        {
            var lines = block.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length == 0)
                continue;
            var name = lines[0].Trim('\'');
            var values = lines.Skip(1)
                .Select(line => line.Split('=', 2))
                .Where(pair => pair.Length == 2)
                .ToDictionary(pair => pair[0], pair => pair[1]);
            // A domain that ended between the two calls has no uuid any more.
            if (uuids.TryGetValue(name, out var uuid))
                all.Add(From(name, uuid, values));
        }

        return all;
    }

    private static BalloonStatistics From(string name, Guid uuid, Dictionary<string, string> values)
    {
        return new BalloonStatistics(
            name,
            uuid,
            (int?)Number("state.state"),
            Number("balloon.current"),
            Number("balloon.maximum"),
            // libvirt's "available" is the guest's MemTotal.
            Number("balloon.available"),
            Number("balloon.usable"),
            Number("balloon.unused"),
            Number("balloon.disk_caches"),
            Number("balloon.swap_in"),
            Number("balloon.swap_out"),
            Number("balloon.rss"),
            Number("balloon.last-update"));

        long? Number(string field) => values.TryGetValue(field, out var text) ? long.Parse(text, CultureInfo.InvariantCulture) : null;
    }
}
