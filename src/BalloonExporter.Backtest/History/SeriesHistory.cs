using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.History;

/// <summary>A history put together from the exporter's own series. A moment has the newest sample of the five minutes before it.</summary>
/// <param name="grid">The moments.</param>
public sealed class SeriesHistory(TimeGrid grid)
{
    /// <summary>What a server needs.</summary>
    public const string Need = "balloon_domain_working_set_bytes";

    /// <summary>What a server was sold.</summary>
    public const string Sold = "balloon_domain_memory_maximum_bytes";

    /// <summary>A host's memory.</summary>
    public const string HostTotal = "balloon_host_memory_total_bytes";

    /// <summary>How old a sample may be, seconds. One less than five minutes: whether one that is exactly as old counts depends on Prometheus' version.</summary>
    public const int LookbackSeconds = 299;

    // A shorter gap is one of the scrapes, not of the server.
    private const int LongestGapSeconds = 3600;

    private readonly Dictionary<ServerKey, (long[] UsedKib, string Domain)> _used = [];
    private readonly Dictionary<ServerKey, (double At, long Kib)> _sold = [];
    private readonly Dictionary<string, (double At, long Kib)> _totals = [];

    /// <summary>The three series.</summary>
    public static IReadOnlyList<string> Names { get; } = [Need, Sold, HostTotal];

    /// <summary>Adds a sample. Those of one series come in order.</summary>
    /// <param name="name">The series.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="at">UNIX seconds.</param>
    /// <param name="value">Bytes. What is no number, as a mark that the series has ended, is skipped.</param>
    public void Add(string name, IReadOnlyDictionary<string, string> labels, double at, double value)
    {
        if (double.IsNaN(value))
            return;
        var instance = labels.GetValueOrDefault("instance", "");
        if (name == HostTotal)
        {
            Keep(_totals, instance, at, value);
            return;
        }

        var key = new ServerKey(instance, labels.GetValueOrDefault("uuid", ""));
        if (name == Sold)
            Keep(_sold, key, at, value);
        else
            AddNeed(key, labels.GetValueOrDefault("domain", key.Uuid), at, value);
    }

    /// <summary>The history.</summary>
    /// <exception cref="FormatException">A series is missing.</exception>
    public ServerHistory Build()
    {
        if (_used.Count == 0)
            throw new FormatException($"no sample of {Need} from {grid}");
        var byHost = _used.OrderBy(each => each.Key.Instance, StringComparer.Ordinal).ThenBy(each => each.Value.Domain, StringComparer.Ordinal).ThenBy(each => each.Key.Uuid, StringComparer.Ordinal)
            .Select(each => (each.Key.Instance, Server: new ServerTrace(each.Value.Domain, SoldKib(each.Key, each.Value.Domain), WithoutGaps(each.Value.UsedKib)))).ToList();
        return new ServerHistory
        {
            SizeUnit = "bytes",
            StartsAt = grid.From,
            StepSeconds = grid.StepSeconds,
            Moments = grid.Moments,
            Servers = byHost.ConvertAll(each => each.Server),
            Hosts = [.. byHost.GroupBy(each => each.Instance).Select(host => new HostTrace(host.Key, _totals.GetValueOrDefault(host.Key).Kib, [.. host.Select(each => each.Server)]))],
        }.Checked();
    }

    private static void Keep<TKey>(Dictionary<TKey, (double At, long Kib)> values, TKey key, double at, double value)
        where TKey : notnull
    {
        if (value > 0 && (!values.TryGetValue(key, out var newest) || at >= newest.At))
            values[key] = (at, (long)Kib.FromBytes(value));
    }

    private void AddNeed(ServerKey key, string domain, double at, double value)
    {
        if (!_used.TryGetValue(key, out var used))
        {
            used = (new long[grid.Moments], domain);
            Array.Fill(used.UsedKib, ServerTrace.Absent);
            _used[key] = used;
        }

        for (var moment = grid.FirstNotBefore(at); moment < grid.Moments && grid.At(moment) < at + LookbackSeconds; moment++)
            used.UsedKib[moment] = (long)Kib.FromBytes(Math.Max(0, value));
    }

    private long SoldKib(ServerKey key, string domain) => _sold.TryGetValue(key, out var sold)
        ? sold.Kib
        : throw new FormatException($"{Sold} is missing for the domain {domain}{(key.Instance.Length > 0 ? $" of {key.Instance}" : "")}");

    private long[] WithoutGaps(long[] usedKib)
    {
        var last = -1;
        for (var moment = 0; moment < usedKib.Length; moment++)
        {
            if (usedKib[moment] == ServerTrace.Absent)
                continue;
            if (last >= 0 && (moment - last) * (long)grid.StepSeconds <= LongestGapSeconds)
                Array.Fill(usedKib, usedKib[last], last + 1, moment - last - 1);
            last = moment;
        }

        return usedKib;
    }

    private readonly record struct ServerKey(string Instance, string Uuid);
}
