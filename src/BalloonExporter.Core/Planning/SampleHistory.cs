using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Planning;

/// <summary>The scrapes of one host, read as Prometheus reads series: the newest one within five minutes counts, and a series that it lacks has ended.</summary>
internal sealed class SampleHistory
{
    private static readonly TimeSpan Lookback = TimeSpan.FromMinutes(5);

    // The farthest offset is two minutes.
    private static readonly TimeSpan Kept = Lookback + TimeSpan.FromMinutes(2);

    private readonly List<HostSample> _samples = [];

    /// <summary>Adds a scrape; they come in order.</summary>
    public void Add(HostSample sample)
    {
        _samples.Add(sample);
        // The last scrape before the range is kept: an offset may select it.
        while (_samples.Count > 1 && _samples[1].At <= sample.At - Kept)
            _samples.RemoveAt(0);
    }

    /// <summary>The scrape in effect at a moment; null when there is none.</summary>
    public HostSample? At(Moment at) => _samples.FindLast(sample => sample.At <= at) is { } sample && sample.At > at - Lookback ? sample : null;

    /// <summary>The values of a series within a time up to a moment, with the seconds from then (zero or less).</summary>
    public List<(double Seconds, double Value)> Range(Moment until, TimeSpan time, Func<HostSample, double?> valueOf)
    {
        List<(double, double)> values = [];
        foreach (var sample in _samples)
        {
            if (sample.At > until - time && sample.At <= until && valueOf(sample) is { } value)
                values.Add(((sample.At - until).TotalSeconds, value));
        }

        return values;
    }
}
