using System.Globalization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>Reads the host's memory from <c>/proc</c>. The files stay open: the reflexes need them most when no more files can be opened.</summary>
internal sealed class HostFiles(string procFolder) : IDisposable
{
    private readonly HeldFile _memory = new(Path.Combine(procFolder, "meminfo"));
    private readonly HeldFile _counters = new(Path.Combine(procFolder, "vmstat"));
    private readonly HeldFile _pressure = new(Path.Combine(procFolder, "pressure", "memory"));
    private readonly HeldFile _overcommit = new(Path.Combine(procFolder, "sys", "vm", "overcommit_memory"));
    private volatile bool _withoutPressure;
    private volatile bool _withoutOvercommit;

    private static readonly long KibPerPage = Kib.FromBytes((long)Environment.SystemPageSize);

    /// <summary>The host's memory.</summary>
    /// <exception cref="IOException">A file that exists on every Linux cannot be read.</exception>
    /// <exception cref="InvalidDataException">A file lacks a value that exists on every Linux.</exception>
    public HostMemory Read(long? budgetKib, long domainsResidentKib)
    {
        var memory = Pairs(_memory);
        var counters = Pairs(_counters);
        var pressure = Pressure();
        return new HostMemory
        {
            PhysicalTotalKib = Needed("MemTotal"),
            PhysicalAvailableKib = Needed("MemAvailable"),
            FreeKib = Needed("MemFree"),
            SwapTotalKib = Optional(memory, "SwapTotal"),
            SwapFreeKib = Optional(memory, "SwapFree"),
            CommittedKib = Optional(memory, "Committed_AS"),
            CommitLimitKib = Optional(memory, "CommitLimit"),
            OvercommitPolicy = OvercommitPolicy(),
            OomKills = Optional(counters, "oom_kill"),
            SwapInKib = Optional(counters, "pswpin") * KibPerPage,
            SwapOutKib = Optional(counters, "pswpout") * KibPerPage,
            PressureWaiting = pressure.GetValueOrDefault("some"),
            PressureStalled = pressure.GetValueOrDefault("full"),
            BudgetKib = budgetKib,
            DomainsResidentKib = domainsResidentKib,
        };

        long Needed(string name) =>
            Optional(memory, name) ?? throw new InvalidDataException($"{Path.Combine(procFolder, "meminfo")} has no {name}");
    }

    public void Dispose()
    {
        _memory.Dispose();
        _counters.Dispose();
        _pressure.Dispose();
        _overcommit.Dispose();
    }

    private static long? Optional(Dictionary<string, long> values, string name) => values.TryGetValue(name, out var value) ? value : null;

    // Lines such as "MemTotal:       24689764 kB" and "pswpin 0": name, number, optional unit.
    private static Dictionary<string, long> Pairs(HeldFile file)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in file.ReadLines())
        {
            var name = line.AsSpan();
            var end = name.IndexOfAny(' ', ':');
            if (end < 0)
                continue;
            var number = name[(end + 1)..].Trim();
            var unit = number.IndexOf(' ');
            if (long.TryParse(unit < 0 ? number : number[..unit], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                values[line[..end]] = value;
        }

        return values;
    }

    private long? OvercommitPolicy()
    {
        if (_withoutOvercommit)
            return null;
        try
        {
            return long.TryParse(_overcommit.ReadLines()[0], NumberStyles.None, CultureInfo.InvariantCulture, out var policy) ? policy : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It may be hidden in a container, for the lifetime of the process.
            _withoutOvercommit = true;
            return null;
        }
    }

    // "some avg10=0.00 avg60=0.00 avg300=0.00 total=12345": total is in microseconds.
    private Dictionary<string, TimeSpan?> Pressure()
    {
        var values = new Dictionary<string, TimeSpan?>(StringComparer.Ordinal);
        // Kernels without PSI, or with psi=0, lack the file or refuse to read it, until the next boot.
        if (_withoutPressure)
            return values;
        try
        {
            foreach (var line in _pressure.ReadLines())
            {
                var total = line.LastIndexOf("total=", StringComparison.Ordinal);
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                if (total > 0 && long.TryParse(line.AsSpan(total + "total=".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds))
                    values[line[..space]] = TimeSpan.FromMicroseconds(microseconds);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _withoutPressure = true;
            values.Clear();
        }

        return values;
    }
}
