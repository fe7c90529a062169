using System.Runtime.InteropServices;

namespace LibvirtSharp.Native;

/// <summary>Strings that libvirt returns.</summary>
internal static unsafe class NativeText
{
    /// <summary>Copies a string that belongs to the caller and frees it.</summary>
    internal static string Take(byte* text)
    {
        try
        {
            return Marshal.PtrToStringUTF8((nint)text) ?? "";
        }
        finally
        {
            // libvirt allocates with malloc, and this is documented to be C's free.
            NativeMemory.Free(text);
        }
    }

    /// <summary>Copies a string that stays libvirt's.</summary>
    internal static string Copy(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
