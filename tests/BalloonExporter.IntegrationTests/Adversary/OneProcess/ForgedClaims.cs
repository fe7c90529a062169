using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>Processes of another user claim to be the guests and hold much memory.</summary>
internal sealed class ForgedClaims : IAttack
{
    private const int ForgedMib = 400;
    private const int DifferenceMib = 100;
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(6);

    public async Task RunAsync(Victim victim)
    {
        var guest = victim.Guests[0];
        await using var first = await ForgedProcess.StartAsync(victim.Folder, guest.Uuid, ForgedMib);
        await using var second = await ForgedProcess.StartAsync(victim.Folder, victim.Tiny.Values.First(), ForgedMib);
        await Task.Delay(Lasts);

        var page = await victim.Exporter.MetricsAsync();
        var (shown, real) = (page.Find("balloon_domain_host_resident_bytes", ("domain", guest.Name)), ProcFile.ResidentBytes(guest.QemuProcessId));
        Assert.True(shown is null || Math.Abs(shown.Value - real!.Value) < DifferenceMib * 1048576.0, $"{shown} is shown of {real}");
        Assert.InRange(page.Find("balloon_domain_host_resident_bytes", ("domain", victim.Tiny.Keys.First())) ?? 0, 0, (ForgedMib - DifferenceMib) * 1048576.0);
    }
}
