namespace ExporterToolkit.Files;

/// <summary>Identifies the version of a file, to detect changes.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Target">The path without links: those may be exchanged, as Kubernetes and certbot do.</param>
/// <param name="Status">Null: there is no such file.</param>
public sealed record FileStamp(string Path, string? Target, FileStatus? Status)
{
    // File systems store times in steps: milliseconds on most, two seconds on the coarsest. Within one step a file can be written twice
    // and look the same.
    private static readonly TimeSpan CoarsestStep = TimeSpan.FromSeconds(2);

    /// <summary>Whether the file certainly has not changed since the stamp. Shortly after a change this cannot be known: then it is not fresh.</summary>
    public bool IsFresh => IsOld && Of(Path) == this;

    private bool IsOld { get; init; }

    public static FileStamp Of(string path)
    {
        var status = FileCalls.Status(path, out _);
        return new FileStamp(path, FileCalls.Resolve(path), status) { IsOld = status is null || IsPast(status.Value.Changed) };
    }

#pragma warning disable RS0030 // The kernel stamps files by the wall clock. If the clock is set back, the file is only read more often for a while.
    private static bool IsPast(long nanoseconds) =>
        TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch > TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) + CoarsestStep;
#pragma warning restore RS0030
}
