using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ExporterToolkit.Files;

/// <summary>File calls for UNIX sockets that .NET lacks.</summary>
public static partial class UnixFiles
{
    private const uint Unchanged = uint.MaxValue;

    /// <exception cref="UnauthorizedAccessException">This process is not a member of the group, or lacks the permission.</exception>
    public static void ChangeGroup(string path, uint group)
    {
        if (ChangeOwner(path, Unchanged, group) != 0)
            throw new UnauthorizedAccessException($"cannot change the group to {group}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <exception cref="UnauthorizedAccessException">The file belongs to another user.</exception>
    /// <remarks>Instead of File.SetUnixFileMode, which the analyzer reports as unsupported on Windows.</remarks>
    public static void ChangeMode(string path, UnixFileMode mode)
    {
        if (ChangeMode(path, (uint)mode) != 0)
            throw new UnauthorizedAccessException($"cannot change the mode: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>A second descriptor of a socket. The caller closes it.</summary>
    public static int Duplicate(Socket socket) => Duplicate((int)socket.Handle);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeMode(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
