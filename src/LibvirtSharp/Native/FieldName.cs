namespace LibvirtSharp.Native;

/// <summary>Names inside fixed-size character fields.</summary>
internal static unsafe class FieldName
{
    /// <summary>
    /// The bytes before the terminating zero; the whole field when there is none. No copy: valid as long as the field is.
    /// </summary>
    internal static ReadOnlySpan<byte> Read(byte* field, int length)
    {
        var bytes = new ReadOnlySpan<byte>(field, length);
        var end = bytes.IndexOf((byte)0);
        return end < 0 ? bytes : bytes[..end];
    }
}
