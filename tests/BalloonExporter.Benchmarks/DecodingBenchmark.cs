using BenchmarkDotNet.Attributes;
using LibvirtSharp;

namespace BalloonExporter.Benchmarks;

/// <summary>From libvirt's native array to objects.</summary>
[MemoryDiagnoser]
public class DecodingBenchmark
{
    private readonly NativeRecords _records = new();
    private Guid[] _uuids = [];

    [Params(1, 20, 300, 1000)]
    public int Domains { get; set; }

    [GlobalSetup]
    public void Setup() => _uuids = [.. Enumerable.Range(0, Domains).Select(_ => Guid.NewGuid())];

    [Benchmark]
    public object Decode()
    {
        var statistics = new DomainStats[_uuids.Length];
        for (var index = 0; index < statistics.Length; index++)
            statistics[index] = new DomainStats(_uuids[index], "guest", _records.Parameters);
        return statistics;
    }
}
