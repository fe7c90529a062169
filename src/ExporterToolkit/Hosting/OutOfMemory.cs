namespace ExporterToolkit.Hosting;

/// <summary>
/// Ends the process when memory is used up, so that whoever supervises it starts it again: half alive it would answer nobody
/// and would not be missed.
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
