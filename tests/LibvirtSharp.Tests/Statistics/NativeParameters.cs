using System.Runtime.InteropServices;
using System.Text;
using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Statistics;

/// <summary>An array of typed parameters in native memory, as libvirt would hand it out.</summary>
internal sealed unsafe class NativeParameters : IDisposable
{
    private const int Capacity = 32;

    private readonly NativeTypedParameter* _parameters =
        (NativeTypedParameter*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(NativeTypedParameter));

    private readonly List<nint> _texts = [];
    private int _count;

    internal DomainStats Decode() => new(TestHost.Nobody, "synthetic", new ReadOnlySpan<NativeTypedParameter>(_parameters, _count));

    internal NativeParameters ULLong(string name, ulong value)
    {
        Add(name, 4)->Value.ULLong = value;
        return this;
    }

    internal NativeParameters LLong(string name, long value)
    {
        Add(name, 3)->Value.LLong = value;
        return this;
    }

    internal NativeParameters Int(string name, int value)
    {
        Add(name, 1)->Value.Int = value;
        return this;
    }

    internal NativeParameters UInt(string name, uint value)
    {
        Add(name, 2)->Value.UInt = value;
        return this;
    }

    internal NativeParameters Double(string name, double value)
    {
        Add(name, 5)->Value.Double = value;
        return this;
    }

    internal NativeParameters Boolean(string name, bool value)
    {
        Add(name, 6)->Value.Boolean = value ? (byte)1 : (byte)0;
        return this;
    }

    internal NativeParameters Text(string name, string? value)
    {
        var text = Marshal.StringToCoTaskMemUTF8(value);
        _texts.Add(text);
        Add(name, 7)->Value.String = (byte*)text;
        return this;
    }

    internal NativeParameters OfType(int type, string name)
    {
        Add(name, type);
        return this;
    }

    public void Dispose()
    {
        foreach (var text in _texts)
            Marshal.FreeCoTaskMem(text);
        NativeMemory.Free(_parameters);
    }

    private NativeTypedParameter* Add(string name, int type)
    {
        Assert.True(_count < Capacity);
        var parameter = &_parameters[_count++];
        // The rest of the union is garbage in C; a reader that looks too far must be found out.
        parameter->Value.ULLong = 0xA5A5A5A5A5A5A5A5;
        parameter->Type = type;
        Encoding.UTF8.GetBytes(name, new Span<byte>(parameter->Field, NativeTypedParameter.FieldLength));
        return parameter;
    }
}
