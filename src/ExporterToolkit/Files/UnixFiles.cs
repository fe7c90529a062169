using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace ExporterToolkit.Files;

/// <summary>What a UNIX socket's file needs and the base library lacks.</summary>
public static partial class UnixFiles
{
    private const uint Unchanged = uint.MaxValue;

    /// <exception cref="UnauthorizedAccessException">This process does not belong to the group, or may not for another reason.</exception>
    public static void ChangeGroup(string path, uint group)
    {
        if (ChangeOwner(path, Unchanged, group) != 0)
            throw new UnauthorizedAccessException($"its group cannot be {group}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <exception cref="UnauthorizedAccessException">The file belongs to somebody else.</exception>
    /// <remarks>File.SetUnixFileMode is marked as missing on Windows, which the analyzer refuses in a program for no platform in particular.</remarks>
    public static void ChangeMode(string path, UnixFileMode mode)
    {
        if (ChangeMode(path, (uint)mode) != 0)
            throw new UnauthorizedAccessException($"its mode cannot be changed: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>A second descriptor of a socket, to be closed by whoever it is given to.</summary>
    public static int Duplicate(Socket socket) => Duplicate((int)socket.Handle);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport("libc", EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeMode(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
