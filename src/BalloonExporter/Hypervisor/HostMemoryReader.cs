using BalloonExporter.Domains;
using BalloonExporter.Options;

namespace BalloonExporter.Hypervisor;

/// <summary>Reads the host's memory from files of the kernel alone.</summary>
internal sealed partial class HostMemoryReader(
    HostFiles files, QemuProcesses processes, PressureSignal pressure, ExporterOptions options, ILogger<HostMemoryReader> log)
    : IHostMemoryReader
{
    public HostMemory? Read(IEnumerable<Guid> active)
    {
        try
        {
            if (options.MemoryBudgetKib is not { } budgetKib)
                return files.Read(null, 0);
            var resident = active.Select(uuid => processes.ReadMemory(uuid)?.ResidentKib).ToList();
            return files.Read(budgetKib, resident.Sum(kib => kib ?? 0)) with { DomainsResidentKnown = resident.TrueForAll(kib => kib is not null) };
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            NotRead(exception.Message);
            return null;
        }
    }

    public Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellation) => pressure.WaitAsync(patience, cancellation);

    [LoggerMessage(LogLevel.Warning, "The host's memory could not be read")]
    private partial void NotRead(string err);
}
