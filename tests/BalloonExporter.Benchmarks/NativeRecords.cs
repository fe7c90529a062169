using System.Runtime.InteropServices;
using System.Text;
using LibvirtSharp.Native;

namespace BalloonExporter.Benchmarks;

/// <summary>The typed parameters of one domain in native memory, as libvirt hands them out for a Linux guest with a balloon driver. Freed with the process.</summary>
internal sealed unsafe class NativeRecords
{
    private const int Int32 = 1;
    private const int UInt64 = 4;

    private static readonly string[] Balloon =
    [
        "current", "maximum", "swap_in", "swap_out", "major_fault", "minor_fault", "unused", "available", "usable", "last-update",
        "disk_caches", "hugetlb_pgalloc", "hugetlb_pgfail", "rss",
    ];

    private readonly NativeTypedParameter* _parameters;
    private int _count;

    public NativeRecords()
    {
        _parameters = (NativeTypedParameter*)NativeMemory.AllocZeroed((nuint)(Balloon.Length + 2), (nuint)sizeof(NativeTypedParameter));
        Add("state.state", Int32, 1);
        Add("state.reason", Int32, 1);
        foreach (var field in Balloon)
            Add("balloon." + field, UInt64, 1_000_000 + (ulong)_count);
    }

    public ReadOnlySpan<NativeTypedParameter> Parameters => new(_parameters, _count);

    private void Add(string name, int type, ulong value)
    {
        var parameter = &_parameters[_count++];
        parameter->Type = type;
        parameter->Value.ULLong = value;
        Encoding.UTF8.GetBytes(name, new Span<byte>(parameter->Field, NativeTypedParameter.FieldLength));
    }
}
