using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>virTypedParameter. Only ever used in native memory: libvirt's, or a test's.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeTypedParameter
{
    internal const int FieldLength = 80;

    internal fixed byte Field[FieldLength];
    internal int Type;
    internal NativeTypedValue Value;

    /// <summary>Points into this parameter, which lives in native memory: valid until the records are freed.</summary>
    internal readonly ReadOnlySpan<byte> Name()
    {
        fixed (byte* field = Field)
            return FieldName.Read(field, FieldLength);
    }
}
