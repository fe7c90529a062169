namespace BalloonExporter.Lab;

/// <summary>
/// A process that any user can start: a guest's <c>-uuid</c> is among its arguments, and it holds memory. It ends by itself after a
/// while.
/// </summary>
public static class ForgedProcess
{
    private const string Hold = "import sys, time; held = b'x' * int(sys.argv[1]); print('holds', flush=True); time.sleep(60)";

    public static async Task<ChildProcess> StartAsync(LabFolder folder, Guid uuid, int mib)
    {
        var forged = await ChildProcess.StartAsync(
            folder, $"forged-{Guid.NewGuid():N}", ["/usr/bin/python3", "-c", Hold, $"{mib * 1024L * 1024}", "-uuid", uuid.ToString()], asLabUser: true);
        await forged.WaitUntilAsync("hold its memory", _ => Task.FromResult(forged.Lines.Any(line => line.Text == "holds")), TimeSpan.FromSeconds(20));
        return forged;
    }
}
