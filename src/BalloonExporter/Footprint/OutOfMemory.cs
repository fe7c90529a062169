namespace BalloonExporter.Footprint;

/// <summary>
/// Ends the process when memory is used up, so that whoever supervises it starts it again: half alive it would answer nobody and rescue nobody,
/// and would not be missed.
/// </summary>
internal static class OutOfMemory
{
    public static void EndsTheProcess() => AppDomain.CurrentDomain.FirstChanceException += (_, thrown) =>
    {
        if (thrown.Exception is OutOfMemoryException)
            Environment.FailFast("out of memory");
    };
}
