using System.Diagnostics;

namespace BalloonExporter.Lab;

/// <summary>One guest, start to end, with the time of each step: shows on a new machine that the lab works at all.</summary>
internal static class GuestSmoke
{
    public static async Task<int> RunAsync()
    {
        var watch = Stopwatch.StartNew();
        await GuestImage.BuildAsync();
        Say(watch, "image is there");
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        Say(watch, $"libvirt answers at {libvirt.Uri}");
        await using var guest = await Guest.StartAsync(libvirt, new GuestOptions("smoke"));
        Say(watch, "domain is created");
        await guest.WaitForStatisticsAsync();
        Say(watch, "statistics appear");
        await guest.WaitUntilBootedAsync();
        Say(watch, $"guest obeys: {await guest.MemInfoAsync()}");
        await guest.FillAsync("load", 600);
        Say(watch, $"600 MiB filled: {await guest.MemInfoAsync()}");
        await Task.Delay(1500);
        Say(watch, $"{await guest.StatisticsAsync()}");
        await guest.FreeAsync("load");
        Say(watch, $"freed: {await guest.MemInfoAsync()}");
        await guest.SetMemoryAsync(512);
        while ((await guest.StatisticsAsync()).CurrentKib != 512 * 1024)
            await Task.Delay(50);
        Say(watch, $"balloon took 512 MiB: {await guest.MemInfoAsync()}");
        await guest.RebootAsync();
        Say(watch, $"rebooted: {await guest.MemInfoAsync()}, killed for memory: {await guest.OomKilledAsync()}");
        return 0;
    }

    private static void Say(Stopwatch watch, string what) => Console.WriteLine($"{watch.Elapsed.TotalSeconds,6:0.00} s  {what}");
}
