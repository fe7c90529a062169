namespace BalloonExporter.Lab.Soak;

/// <summary>Holds what the exporter answered against what it wrote: nothing is moved without a word, but gifts while the disk is full.</summary>
internal static class AuditCheck
{
    /// <param name="fed">What was asked for, and what was answered.</param>
    /// <param name="log">The exporter's log.</param>
    /// <param name="lost">Lines that it says were lost.</param>
    public static IEnumerable<string> Problems(IReadOnlyList<FedAlert> fed, IEnumerable<string> log, double lost)
    {
        var applying = new HashSet<string>();
        var decided = new HashSet<string>();
        foreach (var line in log)
        {
            var written = line.Contains(" msg=applying ", StringComparison.Ordinal) ? applying : line.Contains(" msg=decision ", StringComparison.Ordinal) ? decided : null;
            if (written is not null && Fingerprint(line) is { } fingerprint)
                written.Add(fingerprint);
        }

        var moved = fed.Where(alert => alert.Verdict == "applied").ToList();
        Console.WriteLine($"{fed.Count} alerts, {moved.Count} applied, {moved.Count(alert => alert.Takes)} of them takes; {fed.Count(alert => alert.DiskWasFull)} while the disk was full; {lost} lines counted as lost");
        if (moved.Count == 0)
            yield return "no alert was applied: nothing was shown";
        var silent = moved.Where(alert => !(applying.Contains(alert.Fingerprint) && decided.Contains(alert.Fingerprint))).ToList();
        foreach (var alert in silent.Where(alert => alert.Takes && !applying.Contains(alert.Fingerprint)))
            yield return $"memory was taken without a line before it: {alert.Fingerprint}";
        foreach (var alert in silent.Where(alert => !alert.DiskWasFull))
            yield return $"applied without its two lines: {alert.Fingerprint}";
        if (silent.Count > lost)
            yield return $"{silent.Count} alerts were applied without a line, and only {lost} lines are counted as lost";
    }

    private static string? Fingerprint(string line)
    {
        const string field = "fingerprint=";
        var start = line.IndexOf(field, StringComparison.Ordinal);
        return start < 0 ? null : line[(start + field.Length)..].Split(' ')[0];
    }
}
