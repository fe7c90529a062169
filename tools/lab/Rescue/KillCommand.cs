namespace BalloonExporter.Lab.Rescue;

/// <summary>Kills the exporter over and over while it moves the memory of two real guests.</summary>
internal sealed class KillCommand(CountOptions options)
{
    public async Task<int> RunAsync()
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var libvirt = await PrivateLibvirt.StartAsync(folder);
        var guests = await Guest.StartAllAsync(libvirt, [new GuestOptions("killed-1") { MemoryMib = 512 }, new GuestOptions("killed-2") { MemoryMib = 512 }]);
        try
        {
            var result = await new KillLoop(libvirt, options.Exporter, guests).RunAsync(options.Count);
            Console.WriteLine($"killed {result.Kills} times, after {result.Moved} moves; the least a domain ever had were {result.LeastMib} MiB; each time the next one carried on");
            return 0;
        }
        catch (LabException exception)
        {
            Console.WriteLine($"FAILED  {exception.Message}");
            return 1;
        }
        finally
        {
            foreach (var guest in guests)
                await guest.DisposeAsync();
        }
    }
}
