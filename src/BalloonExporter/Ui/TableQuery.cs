using System.Globalization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Ui;

/// <summary>Which domains the table has, and in which order: the query of the page's address.</summary>
internal sealed record TableQuery
{
    /// <summary>Rows on one page.</summary>
    public const int Rows = 100;

    private const int MostPages = 10_000;

    /// <summary>Part of a name or of a UUID; empty: any.</summary>
    public string Filter { get; init; } = "";

    public TableShow Show { get; init; }

    public TableOrder Order { get; init; }

    /// <summary>From 1 on.</summary>
    public int Page { get; init; } = 1;

    /// <summary>How many rows are on the pages before.</summary>
    public int First => (Page - 1) * Rows;

    /// <summary>The query; what is not known is as if it were not there.</summary>
    public static TableQuery Of(IQueryCollection query) => new()
    {
        Filter = TextBounds.Cut(query["filter"].ToString().Trim()),
        Show = Known<TableShow>(query["show"]),
        Order = Known<TableOrder>(query["sort"]),
        Page = int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, MostPages) : 1,
    };

    /// <summary>The query as text, without what is usual.</summary>
    public override string ToString()
    {
        List<string> parts = [];
        if (Filter.Length > 0)
            parts.Add($"filter={Uri.EscapeDataString(Filter)}");
        if (Show != default)
            parts.Add($"show={NameOf(Show)}");
        if (Order != default)
            parts.Add($"sort={NameOf(Order)}");
        if (Page > 1)
            parts.Add($"page={Page.ToString(CultureInfo.InvariantCulture)}");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    public static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static T Known<T>(string? text)
        where T : struct, Enum => Enum.GetValues<T>().FirstOrDefault(value => NameOf(value) == text);
}

/// <summary>Which domains are shown.</summary>
internal enum TableShow
{
    /// <summary>All.</summary>
    All,

    /// <summary>Those whose balloon may be moved.</summary>
    Managed,

    /// <summary>The others.</summary>
    Unmanaged,

    /// <summary>Those that a restart is pending for.</summary>
    Restart,
}

/// <summary>How they are sorted.</summary>
internal enum TableOrder
{
    /// <summary>Those first that need most of what they have.</summary>
    Tight,

    /// <summary>By name.</summary>
    Name,

    /// <summary>The largest first.</summary>
    Sold,

    /// <summary>Those that have most first.</summary>
    Has,

    /// <summary>Those that need most first.</summary>
    Needs,

    /// <summary>Those that most is taken from first.</summary>
    Taken,

    /// <summary>Those with the highest weight first.</summary>
    Shares,

    /// <summary>Those moved last first.</summary>
    Moved,
}
