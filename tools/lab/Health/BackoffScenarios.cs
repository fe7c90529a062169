namespace BalloonExporter.Lab.Health;

/// <summary>Guests that do not do as an exporter in act mode tells them, or do it by themselves.</summary>
internal sealed class BackoffScenarios
{
    private const int MaximumMib = 512;
    private const int SqueezedMib = 400;

    // Less is within what a guest may do.
    private const int BeyondMib = 40;
    private const int Stalls = 4;

    // Within what one command may take.
    private const int TakenMib = 32;

    // What moves within ten seconds of the first look may still follow the command of a predecessor that was killed.
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(11);

    private readonly ExporterProcess _exporter;
    private readonly ExporterProcess _careful;
    private readonly Guest _stuck;
    private readonly Guest _moved;
    private readonly Guest _bursting;
    private readonly Guest _halted;

    private BackoffScenarios(ExporterProcess exporter, ExporterProcess careful, IReadOnlyList<Guest> guests)
    {
        _exporter = exporter;
        _careful = careful;
        (_stuck, _moved, _bursting, _halted) = (guests[0], guests[1], guests[2], guests[3]);
    }

    public static async Task<BackoffScenarios> StartAsync(HealthLab lab)
    {
        var guests = await lab.StartGuestsAsync(
            new GuestOptions("stuck") { MemoryMib = MaximumMib, Autodeflate = false },
            new GuestOptions("moved-by-hand") { MemoryMib = MaximumMib },
            // It tells so seldom how it is that the exporter cannot help before it helps itself.
            new GuestOptions("bursting") { MemoryMib = MaximumMib, CurrentMib = SqueezedMib, StatsPeriodSeconds = 30 },
            // Squeezed from its start: a take in one step leaves it too near to its maximum.
            new GuestOptions("halted") { MemoryMib = MaximumMib, CurrentMib = SqueezedMib });
        return new BackoffScenarios(
            await lab.StartActingExporterAsync("stuck|moved-by-hand|bursting"),
            await lab.StartActingExporterAsync("halted", "--policy.max-domains-per-minute=1"),
            guests);
    }

    public IReadOnlyList<Scenario> All =>
    [
        new("a target posted and the driver unloaded, four times", GetStuckAsync, About("BalloonUncooperative", _stuck)),
        new("virsh setmem under an exporter in act mode", MoveByHandAsync, About("BalloonMovedByOther", _moved)),
        new("a squeezed guest with autodeflate bursts beyond what it has", BurstAsync, About("BalloonSelfDeflation", _bursting)),
        new("one domain taken from where one a minute is allowed; then its kernel halted and a target posted", HaltAsync,
            new AwaitedAlert("BalloonCircuitBreakerOpen", _careful.Address), new AwaitedAlert("BalloonTargetNotReached", _careful.Address, _halted.Name)),
    ];

    private AwaitedAlert About(string alert, Guest guest) => new(alert, _exporter.Address, guest.Name);

    private async Task GetStuckAsync()
    {
        for (var stall = 0; stall < Stalls; stall++)
        {
            // Fresh figures first: nothing is taken from a guest that does not report.
            await HealthLab.ManagedAsync(_exporter, _stuck);
            await Task.Delay(TimeSpan.FromSeconds(3));
            await _stuck.UnloadDriverAsync();
            await AskAsync(_exporter, _stuck, SqueezedMib);
            await HealthLab.UntilAsync("told to stay where it is", _exporter, page =>
                page.Find("balloon_domain_target_bytes", ("domain", _stuck.Name)) == MaximumMib * 1048576.0);
            await _stuck.LoadDriverAsync();
        }
    }

    private async Task MoveByHandAsync()
    {
        await HealthLab.ManagedAsync(_exporter, _moved);
        await Task.Delay(FirstLook);
        await _moved.SetMemoryAsync(SqueezedMib);
    }

    private async Task BurstAsync()
    {
        await HealthLab.ManagedAsync(_exporter, _bursting);
        await Task.Delay(FirstLook);
        var availableMib = (int)((await _bursting.MemInfoAsync()).AvailableKib / 1024);
        await _bursting.FillAsync("burst", availableMib + BeyondMib);
    }

    private async Task HaltAsync()
    {
        await HealthLab.ManagedAsync(_careful, _halted);
        await AskAsync(_careful, _halted, SqueezedMib - TakenMib);
        await HealthLab.UntilAsync("taken from", _careful, page => page.Find("balloon_domain_memory_current_bytes", ("domain", _halted.Name)) < (SqueezedMib - TakenMib + 10) * 1048576.0);
        await _halted.HaltAsync();
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        await AskAsync(_careful, _halted, MaximumMib);
    }

    private static async Task AskAsync(ExporterProcess exporter, Guest guest, int targetMib)
    {
        var answer = await exporter.PostFeedbackAsync(TargetAlert.Of(guest.Uuid, targetMib));
        if (!answer.Body.Contains("\"applied\"", StringComparison.Ordinal))
            throw new LabException($"{guest.Name} was not told to have {targetMib} MiB: {answer.Body}\n{exporter.LogTail}");
    }
}
