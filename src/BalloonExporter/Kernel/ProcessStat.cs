namespace BalloonExporter.Kernel;

/// <summary>Reads <c>/proc/PID/stat</c>: one line of fields.</summary>
internal static class ProcessStat
{
    // Field 22; the first two are before the end of the command name, which may contain spaces and parentheses.
    private const int StartTimeField = 22 - 2;

    /// <summary>Start time of the process in ticks since the boot. Null when the line is invalid.</summary>
    public static long? StartTicks(ReadOnlySpan<byte> stat)
    {
        var fields = stat[(stat.LastIndexOf((byte)')') + 1)..];
        for (var field = 0; field < StartTimeField; field++)
        {
            var space = fields.IndexOf((byte)' ');
            if (space < 0)
                return null;
            fields = fields[(space + 1)..];
        }

        return KernelText.Number(fields);
    }
}
