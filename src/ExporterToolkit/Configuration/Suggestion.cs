namespace ExporterToolkit.Configuration;

/// <summary>Finds the name that a mistyped one was probably meant to be.</summary>
public static class Suggestion
{
    /// <summary>The known name nearest to a text; null when none is near.</summary>
    public static string? For(string text, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (Name: name, Distance: Distance(text, name))).OrderBy(each => each.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= Math.Max(1, text.Length / 4) ? nearest.Name : null;
    }

    // Levenshtein's distance; two exchanged letters count as one error.
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= other.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, 1 + Math.Min(rows[i - 1, j], rows[i, j - 1]));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[one.Length, other.Length];
    }
}
