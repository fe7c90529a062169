using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using ExporterToolkit.Files;
using Microsoft.AspNetCore.WebUtilities;

namespace BalloonExporter.Kernel;

/// <summary>
/// Pid files that libvirt's daemon writes for its QEMU processes: <c>qemu/NAME.pid</c> beside the system daemon's socket,
/// <c>qemu/run/NAME.pid</c> beside a session daemon's. The former are readable by all users, the latter by the session's user (libvirt
/// 9.0).
/// </summary>
/// <param name="folders">Folder of each daemon's sockets, and its subfolder with pid files.</param>
internal sealed class PidFiles(IReadOnlyList<(string Sockets, string Files)> folders)
{
    // The daemon writes the file right after the fork, but the clock may have been set since.
    private static readonly TimeSpan ClockError = TimeSpan.FromMinutes(1);

    /// <summary>No daemon.</summary>
    public static PidFiles None { get; } = new([]);

    /// <summary>Folders searched, for messages.</summary>
    public IEnumerable<string> Folders => folders.Select(folder => folder.Files);

    /// <summary>Pid files of the connected daemons.</summary>
    public static PidFiles Of(IEnumerable<Uri> uris) => new([.. uris.Select(FolderOf).OfType<(string, string)>().Distinct()]);

    /// <summary>Process ids in the trusted files, with the time each file was written.</summary>
    public IEnumerable<(int Process, DateTimeOffset WrittenAt)> Read()
    {
        foreach (var (sockets, files) in folders)
        {
            foreach (var file in FilesIn(sockets, files))
            {
                if (IsOfDaemon(sockets, file) && NumberIn(file) is { } number)
                    yield return (number, File.GetLastWriteTimeUtc(file));
            }
        }
    }

    /// <summary>Whether a folder is unreadable, or writable by other users than its daemon's.</summary>
    public bool AreMissing() => folders.Count == 0 || folders.Any(folder => !IsTrusted(folder.Sockets, folder.Files));

    /// <summary>Whether a process is old enough to be the one in the file, since process ids are reused.</summary>
    public static bool MayMean(Moment startedAt, Moment writtenAt) => startedAt <= writtenAt + ClockError;

    private static string[] FilesIn(string sockets, string files)
    {
        try
        {
            return IsTrusted(sockets, files) ? Directory.GetFiles(files, "*.pid") : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int? NumberIn(string file)
    {
        Span<byte> buffer = stackalloc byte[32];
        return KernelText.Number(KernelFile.Read(file, buffer)) is { } number and > 0 and <= int.MaxValue ? (int)number : null;
    }

    // A folder that only its owner may write, in one that only the daemon's user may write. libvirt 11 gives the system's to QEMU's user, so
    // it is the files that tell: those of the daemon's user only. QEMU's user, an escaped guest, cannot make one.
    private static bool IsTrusted(string sockets, string files)
    {
        try
        {
            return FileCalls.Status(sockets, out _) is { OthersMayWrite: false } && FileCalls.Status(files, out _) is { OthersMayWrite: false } && CanList(files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // The owner of the socket folder is trusted as libvirt anyway. A folder in /tmp may belong to any user.
    private static bool IsOfDaemon(string sockets, string file) =>
        FileCalls.Status(file, out _) is { OthersMayWrite: false } status && FileCalls.Status(sockets, out _) is { } above && status.UserId == above.UserId;

    private static bool CanList(string folder)
    {
        using var entries = Directory.EnumerateFiles(folder).GetEnumerator();
        _ = entries.MoveNext();
        return true;
    }

    private static (string Sockets, string Files)? FolderOf(Uri uri)
    {
        // "qemu", "qemu+unix": other transports may lead to other hosts, other drivers have no processes.
        if (uri.Scheme.Split('+') is not (["qemu"] or ["qemu", "unix"]) || uri.Host.Length > 0)
            return null;
        var socket = QueryHelpers.ParseQuery(uri.Query).TryGetValue("socket", out var values) ? (string?)values : null;
        var session = uri.AbsolutePath == "/session";
        if ((Path.GetDirectoryName(socket) ?? (session ? LibvirtUri.SessionFolder : "/run/libvirt")) is not { Length: > 0 } sockets)
            return null;
        return (sockets, session ? Path.Combine(sockets, "qemu", "run") : Path.Combine(sockets, "qemu"));
    }
}
