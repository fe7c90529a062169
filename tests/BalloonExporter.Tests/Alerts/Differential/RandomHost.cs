using BalloonExporter.Core.Model;
using BalloonExporter.Core.Planning;
using BalloonExporter.Rules;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>A host whose history is random, but the same for the same seed: short of memory or not, steady or not, with constants of its own or not.</summary>
internal sealed class RandomHost
{
    private const double MiB = 1 << 20;
    private const double GiB = 1 << 30;

    private static readonly double[] Totals = [4 * GiB, 8 * GiB, 16 * GiB, 64 * GiB, 256 * GiB, 1024 * GiB];
    private static readonly double[] Available = [0.01, 0.035, 0.04, 0.05, 0.055, 0.07, 0.09, 0.095, 0.11, 0.125, 0.14, 0.16, 0.2, 0.3, 0.5];

    private readonly List<HostSample> _samples = [];

    /// <param name="number">Which one; also its seed.</param>
    /// <param name="every">How far its scrapes lie apart.</param>
    /// <param name="time">How long it is scraped.</param>
    public RandomHost(int number, TimeSpan every, TimeSpan time)
    {
        var random = new Random(number);
        var scrapes = (int)(time / every) + 1;
        Instance = $"h{number}:10177";
        Steady = number % 5 == 0;
        Overrides = number % 3 == 0 ? SomeOverrides(random) : [];
        Constants = Overrides.Aggregate(PlannerConstants.Shipped, (constants, each) => each.Constant.With(constants, each.Value));
        var total = Totals[random.Next(Totals.Length)] + (random.Next(1000) * MiB);
        var sold = total * (0.4 + (random.NextDouble() * 2));
        var count = random.Next(20) == 0 ? 24 : 1 + random.Next(6);
        var hungry = random.Next(3) == 0;
        var skew = random.Next(6) == 0 ? TimeSpan.FromSeconds(random.Next(-200, 200)) : TimeSpan.Zero;
        var domains = Enumerable.Range(0, count)
            .Select(each => new RandomDomain(each, random, Math.Max(GiB / 2, sold / count * (0.5 + random.NextDouble())), hungry, Steady, skew, scrapes)).ToList();
        var levels = Enumerable.Range(0, 4).Select(_ => Available[random.Next(Available.Length)]).ToArray();
        if (random.Next(2) == 0)
            levels = [levels[0], levels[0], levels[0], levels[0]];
        double? reserve = random.Next(2) == 0 ? Math.Round(total * random.NextDouble() * 0.05) : null;
        var (waitingRate, swapRate) = (random.Next(8) == 0 ? 0.3 : 0.02, random.Next(8) == 0 ? 4 * MiB : 0.1 * MiB);
        var (tells, gap, down) = (random.Next(5) > 0, Steady ? [] : GapOf(random, scrapes), GapOf(random, scrapes));
        double waiting = 1000;
        double swapOut = 0;
        for (var scrape = 0; scrape < scrapes; scrape++)
        {
            var seconds = scrape * every.TotalSeconds;
            waiting = scrape > 0 && random.Next(200) == 0 ? 0 : waiting + (Math.Round(waitingRate * every.TotalSeconds * 64) / 64);
            swapOut += Math.Round(swapRate * every.TotalSeconds);
            var living = domains.ConvertAll(domain => domain.Live(scrape, seconds, every.TotalSeconds)).OfType<DomainSample>().ToDictionary(domain => domain.Uuid);
            var place = 3.0 * scrape / scrapes;
            var ratio = levels[(int)place] + ((levels[(int)place + 1] - levels[(int)place]) * (place - (int)place));
            _samples.Add(gap.Contains(scrape) ? new HostSample(At(seconds), new Dictionary<Guid, DomainSample>()) { LibvirtUp = null } : new HostSample(At(seconds), living)
            {
                LibvirtUp = !down.Contains(scrape),
                TotalBytes = total,
                AvailableBytes = Math.Round(total * (ratio + (random.NextDouble() * 0.002))),
                ReserveBytes = reserve,
                WaitingSeconds = tells ? waiting : null,
                SwapOutBytes = tells ? swapOut : null,
            });
        }
    }

    public string Instance { get; }

    /// <summary>Its domains need the same all the time, or grow evenly: then the newest sample tells what a minute does.</summary>
    public bool Steady { get; }

    public IReadOnlyList<(PlannerConstant Constant, double Value)> Overrides { get; }

    public PlannerConstants Constants { get; }

    public IReadOnlyList<HostSample> Samples => _samples;

    /// <summary>A moment so many seconds after the beginning, which is Prometheus' zero.</summary>
    public static Moment At(double seconds) => new Moment(DateTimeOffset.UnixEpoch.UtcTicks) + TimeSpan.FromSeconds(seconds);

    private static HashSet<int> GapOf(Random random, int scrapes)
    {
        var from = random.Next(scrapes);
        return random.Next(12) == 0 ? [.. Enumerable.Range(from, 1 + random.Next(scrapes / 4))] : [];
    }

    // Only what the rules would take.
    private static List<(PlannerConstant Constant, double Value)> SomeOverrides(Random random)
    {
        var defaults = PlannerConstants.All.ToDictionary(constant => constant.Name, constant => constant.Of(PlannerConstants.Shipped));
        while (true)
        {
            var chosen = Enumerable.Range(0, 3).Select(_ => PlannerConstants.All[random.Next(PlannerConstants.All.Count)]).DistinctBy(constant => constant.Name)
                .Select(constant => (constant, Math.Round(defaults[constant.Name] * (0.6 + (random.NextDouble() * 0.8)) * 1024) / 1024)).ToList();
            if (OverrideCheck.Problems([.. chosen.Select(each => new ConstantOverride("", each.constant.Name, null, each.Item2))], defaults).Count == 0)
                return chosen;
        }
    }
}
