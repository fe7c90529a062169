using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>The union inside virTypedParameter.</summary>
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal unsafe struct NativeTypedValue
{
    [FieldOffset(0)]
    internal int Int;

    [FieldOffset(0)]
    internal uint UInt;

    [FieldOffset(0)]
    internal long LLong;

    [FieldOffset(0)]
    internal ulong ULLong;

    [FieldOffset(0)]
    internal double Double;

    [FieldOffset(0)]
    internal byte Boolean;

    [FieldOffset(0)]
    internal byte* String;
}
