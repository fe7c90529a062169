using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ExporterToolkit.Files;

/// <summary>File calls that .NET lacks: identity and change time of a file, and opening without waiting for a writer.</summary>
/// <remarks><c>statx</c>, because the kernel defines its structure: the C library's <c>struct stat</c> differs from processor to processor.</remarks>
public static partial class FileCalls
{
    // fcntl.h of Linux; the same on x64 and arm64.
    private const int CurrentFolder = -100;
    private const int NotThroughLinks = 0x100;
    private const int EmptyPath = 0x1000;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private const int ReadAndWrite = 0x2;
    private const int Create = 0x40;

    // 0600, since any user who can open a file can lock it.
    private const int OwnerOnly = 0x180;

    // sys/file.h and errno.h
    private const int Exclusive = 2;
    private const int WithoutWaiting = 4;
    private const int WouldBlock = 11;

    // STATX_BASIC_STATS
    private const uint BasicStatus = 0x7ff;

    // PATH_MAX
    private const int LongestPath = 4096;

    /// <summary>Status of the file that a path leads to; null with a reason when it cannot be read.</summary>
    public static FileStatus? Status(string path, out string problem) => Status(CurrentFolder, path, 0, out problem);

    /// <summary>Status of a file itself, even if it is a symbolic link; null with a reason when it cannot be read.</summary>
    public static FileStatus? StatusOfLink(string path, out string problem) => Status(CurrentFolder, path, NotThroughLinks, out problem);

    /// <summary>Status of an open file; null with a reason when it cannot be read.</summary>
    public static FileStatus? Status(SafeFileHandle file, out string problem) => Status((int)file.DangerousGetHandle(), string.Empty, EmptyPath, out problem);

    /// <summary>Opens a file for reading. A FIFO is opened at once, with or without a writer.</summary>
    /// <exception cref="IOException">The reason in the system's words.</exception>
    public static SafeFileHandle OpenToRead(string path)
    {
        var descriptor = Open(path, NonBlocking | CloseOnExec);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException(LastProblem());
    }

    /// <summary>Opens a file for reading and writing. A missing file is created with mode 0600.</summary>
    /// <exception cref="IOException">The reason in the system's words.</exception>
    public static SafeFileHandle OpenOrCreate(string path)
    {
        var descriptor = Open(path, ReadAndWrite | Create | NonBlocking | CloseOnExec, OwnerOnly);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw new IOException(LastProblem());
    }

    /// <summary>Locks an open file until it is closed or the process ends; false when another process holds the lock.</summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public static bool TryLock(SafeFileHandle file)
    {
        if (Flock((int)file.DangerousGetHandle(), Exclusive | WithoutWaiting) == 0)
            return true;
        return Marshal.GetLastPInvokeError() == WouldBlock ? false : throw new IOException(LastProblem());
    }

    /// <summary>The path with all symbolic links resolved; null when it does not exist.</summary>
    public static string? Resolve(string path)
    {
        Span<byte> buffer = stackalloc byte[LongestPath];
        return RealPath(path, buffer) == 0 ? null : System.Text.Encoding.UTF8.GetString(buffer[..buffer.IndexOf((byte)0)]);
    }

    private static FileStatus? Status(int folder, string path, int flags, out string problem)
    {
        problem = string.Empty;
        if (Statx(folder, path, flags, BasicStatus, out var found) == 0)
        {
            return new FileStatus(
                ((ulong)found.DeviceMajor << 32) | found.DeviceMinor, found.Inode, found.Mode, (long)found.Size, Nanoseconds(found.Modified), Nanoseconds(found.Changed),
                found.UserId);
        }

        problem = LastProblem();
        return null;
    }

    private static long Nanoseconds(Timestamp time) => (time.Seconds * 1_000_000_000) + time.Nanoseconds;

    private static string LastProblem() => new Win32Exception(Marshal.GetLastPInvokeError()).Message;

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out StatusBuffer status);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    private static partial int Flock(int file, int operation);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint RealPath(string path, Span<byte> buffer);

    // struct statx_timestamp
    [StructLayout(LayoutKind.Explicit, Size = 16)]
    private struct Timestamp
    {
        [FieldOffset(0)]
        public long Seconds;

        [FieldOffset(8)]
        public uint Nanoseconds;
    }

    // struct statx
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatusBuffer
    {
        [FieldOffset(20)]
        public uint UserId;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public Timestamp Changed;

        [FieldOffset(112)]
        public Timestamp Modified;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
