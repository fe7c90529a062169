namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>The disk behind the log and the state is full.</summary>
internal sealed class FullDisk : IAttack
{
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(6);

    public async Task RunAsync(Victim victim)
    {
        victim.Feeder.DiskIsFull = true;
        victim.Disk.Fill();
        await Task.Delay(Lasts);
        victim.Disk.Empty();
        // An alert that is on its way now may still have met the full disk.
        await Task.Delay(TimeSpan.FromSeconds(1));
        victim.Feeder.DiskIsFull = false;
    }
}
