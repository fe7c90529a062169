using System.Globalization;
using System.Runtime.InteropServices;

namespace ExporterToolkit.Configuration;

/// <summary>Users and groups of this machine.</summary>
public static unsafe partial class SystemAccounts
{
    // Enough for an entry of any directory service; one of a group has all its members in it.
    private const int BufferSize = 1024 * 1024;

    // Where pw_uid and gr_gid stand, after two pointers: name and password.
    private static readonly int OffsetOfId = 2 * IntPtr.Size;

    private const uint UsualOverflowId = 65534;

    /// <summary>The user that this process runs as.</summary>
    public static uint OwnUid { get; } = EffectiveUid();

    /// <summary>What the kernel says in place of a user that this user namespace has no number for.</summary>
    /// <remarks>user_namespaces(7): unmapped IDs. Anybody can be behind it, so it names nobody.</remarks>
    public static uint OverflowUid { get; } = ReadId("/proc/sys/kernel/overflowuid");

    /// <summary>The same for groups.</summary>
    public static uint OverflowGid { get; } = ReadId("/proc/sys/kernel/overflowgid");

    /// <summary>The number of a user, given by number or name; null when there is none of that name.</summary>
    public static uint? TryUser(string text) => Number(text) ?? Find(text, FindUser);

    /// <summary>The number of a group, given by number or name; null when there is none of that name.</summary>
    public static uint? TryGroup(string text) => Number(text) ?? Find(text, FindGroup);

    // (uid_t)-1 means "nobody in particular" to the kernel.
    private static uint? Number(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number != uint.MaxValue ? number : null;

    private static uint ReadId(string path)
    {
        try
        {
            return Number(File.ReadAllText(path).Trim()) ?? UsualOverflowId;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return UsualOverflowId;
        }
    }

    private static uint? Find(string name, Lookup lookup)
    {
        // struct passwd and struct group are no longer than this on any machine.
        var entry = stackalloc byte[128];
        var buffer = Marshal.AllocHGlobal(BufferSize);
        try
        {
            return lookup(name, entry, buffer, BufferSize, out var found) == 0 && found != IntPtr.Zero ? *(uint*)(entry + OffsetOfId) : null;
        }
        finally
        {
            Marshal.FreeHGlobal(buffer);
        }
    }

    private delegate int Lookup(string name, byte* entry, IntPtr buffer, nuint size, out IntPtr found);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUid();

    [LibraryImport("libc", EntryPoint = "getpwnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindUser(string name, byte* entry, IntPtr buffer, nuint size, out IntPtr found);

    [LibraryImport("libc", EntryPoint = "getgrnam_r", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FindGroup(string name, byte* entry, IntPtr buffer, nuint size, out IntPtr found);
}
