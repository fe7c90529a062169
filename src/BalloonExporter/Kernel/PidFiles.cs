using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using ExporterToolkit.Files;
using Microsoft.AspNetCore.WebUtilities;

namespace BalloonExporter.Kernel;

/// <summary>
/// The pid files that libvirt's daemon keeps of its QEMUs: <c>qemu/NAME.pid</c> beside the system's socket, <c>qemu/run/NAME.pid</c> beside a
/// session's. The system's are open to everybody, a session's to its user (seen with libvirt 9.0).
/// </summary>
/// <param name="folders">The folder of each daemon's sockets, and where below it the pid files are.</param>
internal sealed class PidFiles(IReadOnlyList<(string Sockets, string Files)> folders)
{
    // The daemon writes the file right after it forked; but by a clock that may have been corrected since.
    private static readonly TimeSpan ClockError = TimeSpan.FromMinutes(1);

    /// <summary>Of no daemon.</summary>
    public static PidFiles None { get; } = new([]);

    /// <summary>Where they are looked for, for messages.</summary>
    public IEnumerable<string> Folders => folders.Select(folder => folder.Files);

    /// <summary>Those of the daemons that are connected to.</summary>
    public static PidFiles Of(IEnumerable<Uri> uris) => new([.. uris.Select(FolderOf).OfType<(string, string)>().Distinct()]);

    /// <summary>The numbers in the files that can be trusted, each with the time its file was written.</summary>
    public IEnumerable<(int Process, DateTimeOffset WrittenAt)> Read()
    {
        foreach (var (sockets, files) in folders)
        {
            foreach (var file in FilesIn(sockets, files))
            {
                if (NumberIn(file) is { } number)
                    yield return (number, File.GetLastWriteTimeUtc(file));
            }
        }
    }

    /// <summary>Whether some folder cannot be read, or others than its daemon's user could have written there.</summary>
    public bool AreMissing() => folders.Count == 0 || folders.Any(folder => !IsTrusted(folder.Sockets, folder.Files));

    /// <summary>Whether a process is old enough to be the one that was meant: a number is given to another one later.</summary>
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

    // Whoever owns the folder of the sockets is libvirt to us anyhow. A folder within /tmp may be anybody's.
    private static bool IsTrusted(string sockets, string files)
    {
        try
        {
            return FileCalls.Status(sockets, out _) is { OthersMayWrite: false } above && FileCalls.Status(files, out _) is { OthersMayWrite: false } folder
                && folder.UserId == above.UserId && CanList(files);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool CanList(string folder)
    {
        using var entries = Directory.EnumerateFiles(folder).GetEnumerator();
        _ = entries.MoveNext();
        return true;
    }

    private static (string Sockets, string Files)? FolderOf(Uri uri)
    {
        // "qemu", "qemu+unix": other transports lead to other hosts, other drivers have no processes.
        if (uri.Scheme.Split('+') is not (["qemu"] or ["qemu", "unix"]) || uri.Host.Length > 0)
            return null;
        var socket = QueryHelpers.ParseQuery(uri.Query).TryGetValue("socket", out var values) ? (string?)values : null;
        var session = uri.AbsolutePath == "/session";
        if ((Path.GetDirectoryName(socket) ?? (session ? LibvirtUri.SessionFolder : "/run/libvirt")) is not { Length: > 0 } sockets)
            return null;
        return (sockets, session ? Path.Combine(sockets, "qemu", "run") : Path.Combine(sockets, "qemu"));
    }
}
