using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Options;
using BalloonExporter.Tracking;

namespace BalloonExporter.Libvirt;

/// <summary>All hypervisors of this host, each with its sessions: one for each <c>--libvirt.uri</c>.</summary>
internal sealed class Hypervisors : IHypervisors, IConnectionHealth, IDisposable
{
    private readonly HangingCalls _hanging = new();
    private readonly CallbackFailures _failures;
    private readonly Func<IEnumerable<WriteSession>> _newWriters;
    private readonly long[] _written = new long[Enum.GetValues<MonitorCall>().Length];

    public Hypervisors(
        ExporterOptions options, HypervisorEvents events, CallbackFailures failures, FactsCache facts, ExpectedStarts starts, SteadyClock clock, ILoggerFactory loggers)
    {
        _failures = failures;
        var log = loggers.CreateLogger("BalloonExporter.Hypervisor.LibvirtSession");
        _newWriters = () => options.LibvirtUris.Select(uri => new WriteSession(uri.OriginalString, _hanging, log));
        Readers = [.. options.LibvirtUris.Select(uri => new HypervisorReader(uri.OriginalString, options, events, facts, starts, _hanging, clock, log))];
        Askers = [.. options.LibvirtUris.Select(uri => new WriteSession(uri.OriginalString, _hanging, log))];
        Writers = [.. options.LibvirtUris.Select(uri => new WriteSession(uri.OriginalString, _hanging, log))];
        All = [.. Readers.Select(reader => new LibvirtHypervisor(reader))];
    }

    public IReadOnlyList<IHypervisor> All { get; }

    public IReadOnlyList<HypervisorReader> Readers { get; }

    public IReadOnlyList<WriteSession> Writers { get; }

    /// <summary>Sessions for samples on demand.</summary>
    public IReadOnlyList<WriteSession> Askers { get; }

    public long Reconnects => Readers.Sum(reader => reader.Reconnects) + Writers.Concat(Askers).Sum(writer => writer.Reconnects);

    public long AbandonedCalls => _hanging.Count + Readers.Sum(reader => reader.AbandonedCalls);

    public long CallbackErrors => _failures.Count;

    public long MonitorCalls(MonitorCall kind) => kind == MonitorCall.Statistics
        ? Readers.Sum(reader => reader.StatisticsCalls)
        : Interlocked.Read(ref _written[(int)kind]);

    /// <summary>Sessions for calls that may take long, one for each hypervisor: others do not wait for them. The caller disposes of each.</summary>
    public IEnumerable<WriteSession> NewWriters() => _newWriters();

    /// <summary>Counts a call that changes something.</summary>
    public void CountWrite(MonitorCall call) => Interlocked.Increment(ref _written[(int)call]);

    public void Dispose()
    {
        foreach (var reader in Readers)
            reader.Dispose();
        foreach (var writer in Writers.Concat(Askers))
            writer.Dispose();
    }
}
