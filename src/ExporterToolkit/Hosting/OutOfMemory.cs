namespace ExporterToolkit.Hosting;

/// <summary>
/// Ends the process when its memory is exhausted, so that systemd restarts it: a process that is half alive neither answers nor rescues.
/// </summary>
public static class OutOfMemory
{
    /// <summary>To be called once, at the start.</summary>
    public static void EndsTheProcess() => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
    {
        if (thrown.Exception is OutOfMemoryException)
            Environment.FailFast("out of memory");
    };
}
