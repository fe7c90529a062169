using System.Globalization;
using System.Runtime.InteropServices;

namespace ExporterToolkit.Configuration;

/// <summary>Users and groups of this machine.</summary>
public static unsafe partial class SystemAccounts
{
    // Enough for an entry of any directory service; a group entry includes all its members.
    private const int BufferSize = 1024 * 1024;

    // Offset of pw_uid and gr_gid, after two pointers: name and password.
    private static readonly int OffsetOfId = 2 * IntPtr.Size;

    private const uint UsualOverflowId = 65534;

    /// <summary>Effective user id of this process.</summary>
    public static uint OwnUid { get; } = EffectiveUid();

    /// <summary>User id that the kernel reports for users without a mapping in this user namespace.</summary>
    /// <remarks>See user_namespaces(7), unmapped IDs. It may stand for any user, so it identifies none.</remarks>
    public static uint OverflowUid { get; } = ReadId("/proc/sys/kernel/overflowuid");

    /// <summary>Group id that the kernel reports for groups without a mapping in this user namespace.</summary>
    public static uint OverflowGid { get; } = ReadId("/proc/sys/kernel/overflowgid");

    /// <summary>Id of a user given by id or name; null when there is no such user.</summary>
    public static uint? TryUser(string text) => Number(text) ?? Find(text, FindUser);

    /// <summary>Id of a group given by id or name; null when there is no such group.</summary>
    public static uint? TryGroup(string text) => Number(text) ?? Find(text, FindGroup);

    // (uid_t)-1 is reserved: the kernel takes it as "no id".
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
        // Larger than struct passwd and struct group on any architecture.
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
