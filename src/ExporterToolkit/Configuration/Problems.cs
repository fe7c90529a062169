using System.Globalization;

namespace ExporterToolkit.Configuration;

/// <summary>Tells what is wrong with a file: all of it where a person can read that, the beginning where not.</summary>
public static class Problems
{
    private const int Most = 20;

    public static string Join(IReadOnlyCollection<string> problems) => problems.Count <= Most
        ? string.Join("; ", problems)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", problems.Take(Most))}; and {problems.Count - Most} more");
}
