using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;

namespace BalloonExporter.Kernel;

/// <summary>Reads the host's memory from kernel files, and the resident memory of domains without asking libvirt.</summary>
internal sealed partial class HostMemoryReader(
    HostFiles files, ResidentMemory resident, WakeSignal signal, ExporterOptions options, ILogger<HostMemoryReader> log)
    : IHostMemoryReader
{
    public HostMemory? Read(IEnumerable<Guid> active)
    {
        if (options.HostIsElsewhere)
            return null;
        try
        {
            if (options.MemoryBudgetKib is not { } budgetKib)
                return files.Read(null, 0);
            var domains = active.ToList();
            var (kib, complete) = resident.Sum(domains);
            return files.Read(budgetKib, kib) with { DomainsResidentKnown = complete, DomainsResidentAged = !resident.IsSeenInProcesses(domains) };
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            NotRead(exception.Message);
            return null;
        }
    }

    public Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellation) => signal.WaitAsync(patience, cancellation);

    public void Wake() => signal.Tell();

    [LoggerMessage(LogLevel.Warning, "The host's memory could not be read")]
    private partial void NotRead(string err);
}
