using System.Globalization;

namespace ExporterToolkit.Configuration;

/// <summary>Joins the problems found in a file for an error message; only the first ones if there are many.</summary>
public static class Problems
{
    private const int Most = 20;

    public static string Join(IReadOnlyCollection<string> problems) => problems.Count <= Most
        ? string.Join("; ", problems)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join("; ", problems.Take(Most))}; and {problems.Count - Most} more");
}
