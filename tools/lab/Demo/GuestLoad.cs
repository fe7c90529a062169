using System.Collections.Concurrent;
using System.Globalization;

namespace BalloonExporter.Lab.Demo;

/// <summary>
/// The customers: each works for a while and then rests. What a guest frees stays resident on the host, so the host runs
/// full of memory that is not needed, until the balloon takes it back.
/// </summary>
internal sealed class GuestLoad(IReadOnlyList<Guest> guests)
{
    // Once all four have worked, eight to nine percent of the budget are left: a shortage, but not the emergency (6 %) that
    // would not wait for the plan.
    private const int WorkMib = 490;

    private readonly ConcurrentDictionary<string, string> _doing = new();

    /// <summary>How often a guest's work was killed because its guest had no memory for it.</summary>
    public int Killed { get; private set; }

    public string Doing(string domain) => _doing.GetValueOrDefault(domain, "rests");

    public async Task RunAsync(CancellationToken cancel)
    {
        // The first round fills the host quickly. From then on a guest that was squeezed grows at a pace that the slow way
        // around (scrape, rule, alert, webhook) can follow.
        var first = true;
        while (true)
        {
            foreach (var guest in guests)
            {
                var last = ReferenceEquals(guest, guests[^1]);
                var rate = !first ? 20 : last ? 100 : 0;
                await WorkAsync(guest, rate, TimeSpan.FromSeconds(first && !last ? 4 : 30), cancel);
            }

            first = false;
        }
    }

    private async Task WorkAsync(Guest guest, int mibPerSecond, TimeSpan time, CancellationToken cancel)
    {
        try
        {
            _doing[guest.Name] = string.Create(CultureInfo.InvariantCulture, $"fills {WorkMib} MiB");
            await guest.FillAsync("work", WorkMib, mibPerSecond, cancel);
            _doing[guest.Name] = string.Create(CultureInfo.InvariantCulture, $"holds {WorkMib} MiB");
            await Task.Delay(time, cancel);
            await guest.FreeAsync("work", cancel);
            _doing[guest.Name] = "rests";
        }
        catch (LabException)
        {
            Killed++;
            _doing[guest.Name] = "was killed";
            await Task.Delay(TimeSpan.FromSeconds(5), cancel);
        }
    }
}
