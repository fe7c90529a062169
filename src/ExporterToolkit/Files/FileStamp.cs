namespace ExporterToolkit.Files;

/// <summary>By what a changed file is known.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Target">The path without links: those may be exchanged, as Kubernetes and certbot do.</param>
/// <param name="Status">Null: there is no such file.</param>
public sealed record FileStamp(string Path, string? Target, FileStatus? Status)
{
    // File systems count time in steps, of milliseconds on most and of two seconds on the coarsest. Within a step a file can be written twice and look the same.
    private static readonly TimeSpan CoarsestStep = TimeSpan.FromSeconds(2);

    /// <summary>Whether the file is for certain the one that was stamped. Until shortly after each change that cannot be told: it is not fresh then.</summary>
    public bool IsFresh => IsOld && Of(Path) == this;

    private bool IsOld { get; init; }

    public static FileStamp Of(string path)
    {
        var status = FileCalls.Status(path, out _);
        return new FileStamp(path, FileCalls.Resolve(path), status) { IsOld = status is null || IsPast(status.Value.Changed) };
    }

#pragma warning disable RS0030 // The kernel stamps files by the wall clock. Where that is set back the file is only read anew for a while.
    private static bool IsPast(long nanoseconds) =>
        TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch > TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick) + CoarsestStep;
#pragma warning restore RS0030
}
