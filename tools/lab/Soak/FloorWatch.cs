namespace BalloonExporter.Lab.Soak;

/// <summary>The least that any of the guests ever had, as libvirt's own command line sees it.</summary>
internal sealed class FloorWatch(PrivateLibvirt libvirt, IReadOnlyList<Guest> guests)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public long LeastMib { get; private set; } = long.MaxValue;

    public int Looks { get; private set; }

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                foreach (var seen in (await libvirt.Virsh.StatisticsAsync(CancellationToken.None)).Where(seen => guests.Any(guest => guest.Uuid == seen.Uuid)))
                    LeastMib = Math.Min(LeastMib, seen.CurrentKib / 1024 ?? LeastMib);
                Looks++;
            }
            catch (LabException)
            {
                // The daemon is frozen or gone: that is part of the soak.
            }

            await Task.WhenAny(Task.Delay(Interval, stop));
        }
    }
}
