using System.Globalization;
using BalloonExporter.Api;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The table of domains, with what filters and sorts it.</summary>
internal static class DomainTable
{
    private static readonly (string Title, TableOrder? Order)[] Heads =
    [
        ("Domain", TableOrder.Name), ("Sold", TableOrder.Sold), ("Has", TableOrder.Has), ("Needs", TableOrder.Needs), ("Target", null), ("Floor to ceiling", null),
        ("Shares", TableOrder.Shares), ("Managed", null), ("Last move", TableOrder.Moved),
    ];

    public static Html Of(HostView view, TableQuery query)
    {
        var rows = TableRows.Of(view, query);
        var body = new Html();
        foreach (var domain in rows.Page)
            body.Add(Row(view, domain));
        return Html.Of(
            $"""
            {Form(query)}<p id="found">{Found(rows, query)}</p>
            <div class="scroll" role="region" aria-label="Domains" tabindex="0">
            <table>
            <caption>Sizes are MiB.</caption>
            <thead><tr>{Head(query)}</tr></thead>
            <tbody id="rows">
            {body}</tbody>
            </table>
            </div>
            {Pages(rows, query)}
            """);
    }

    private static Html Form(TableQuery query) => Html.Of(
        $"""
        <form method="get" class="filter">
        <p><label for="filter">Name or UUID</label> <input id="filter" name="filter" type="search" value="{query.Filter}" maxlength="100"></p>
        <p><label for="show">Show</label> <select id="show" name="show">{Options(query.Show, ShowText)}</select></p>
        <p><label for="sort">Sort by</label> <select id="sort" name="sort">{Options(query.Order, OrderText)}</select></p>
        <p><button>Show</button></p>
        </form>

        """);

    private static Html Options<T>(T chosen, Func<T, string> text)
        where T : struct, Enum
    {
        var html = new Html();
        foreach (var value in Enum.GetValues<T>())
            html.Add($"<option value=\"{TableQuery.NameOf(value)}\"{(value.Equals(chosen) ? Html.Of($" selected=\"\"") : null)}>{text(value)}</option>");
        return html;
    }

    private static string ShowText(TableShow show) => show switch
    {
        TableShow.Managed => "managed",
        TableShow.Unmanaged => "not managed",
        TableShow.Restart => "restart pending",
        _ => "all",
    };

    private static string OrderText(TableOrder order) => order switch
    {
        TableOrder.Name => "name",
        TableOrder.Sold => "sold",
        TableOrder.Has => "has",
        TableOrder.Needs => "needs",
        TableOrder.Taken => "taken",
        TableOrder.Shares => "shares",
        TableOrder.Moved => "last move",
        _ => "tightest",
    };

    private static Html Head(TableQuery query)
    {
        var html = new Html();
        foreach (var (title, order) in Heads)
        {
            if (order is not { } by)
                html.Add($"<th scope=\"col\">{title}</th>");
            else if (by == query.Order)
                html.Add($"<th scope=\"col\" aria-sort=\"{(by == TableOrder.Name ? "ascending" : "descending")}\">{title}</th>");
            else
                html.Add($"<th scope=\"col\"><a href=\"{(query with { Order = by, Page = 1 }).ToString()}\">{title}</a></th>");
        }

        return html;
    }

    private static Html Row(HostView view, DomainEntry domain)
    {
        var memory = domain.Memory;
        return Html.Of(
            $"""
            <tr id="d-{domain.Uuid}"><th scope="row"><a href="domains/{domain.Uuid}"><bdi>{domain.Name}</bdi></a></th>{Size(memory.MaximumBytes)}{Size(memory.CurrentBytes)}{Size(memory.WorkingSetBytes)}{Size(domain.Movements.TargetBytes)}<td>{Range(domain)}</td><td class="n">{Shares(domain)}</td><td>{ManagedWords.Of(domain)}</td><td>{LastMove(view, domain)}</td></tr>

            """);
    }

    private static Html Size(long? bytes) => Html.Of($"<td class=\"n\">{MebibyteText.Number(bytes)}</td>");

    private static string Range(DomainEntry domain) =>
        domain.Policy is { } policy ? $"{MebibyteText.Number(policy.FloorBytes)} to {MebibyteText.Number(policy.CeilingBytes)}" : "-";

    private static string Shares(DomainEntry domain) => domain.Policy is { } policy ? policy.Shares.ToString(CultureInfo.InvariantCulture) : "-";

    private static string LastMove(HostView view, DomainEntry domain) =>
        view.LastMoves.TryGetValue(domain.Uuid, out var move) ? $"{AgeText.Of(view.Now - move.At)} ago: {MoveText.Of(move)}" : "-";

    private static string Found(TableRows rows, TableQuery query) => rows switch
    {
        { Found: 0 } => "No domain is found.",
        { Page.Count: 0 } => $"{rows.Found} domains are found, none of them on this page.",
        _ when rows.Page.Count < rows.Found => $"{rows.Found} domains are found; shown are those from {query.First + 1} to {query.First + rows.Page.Count}.",
        { Found: 1 } => "1 domain.",
        _ => $"{rows.Found} domains.",
    };

    private static Html? Pages(TableRows rows, TableQuery query)
    {
        var before = query.Page > 1 ? Html.Of($"<a class=\"button\" href=\"{QueryOf(query.Page - 1)}\">Those before</a> ") : null;
        var after = query.Page * TableQuery.Rows < rows.Found ? Html.Of($"<a class=\"button\" href=\"{QueryOf(query.Page + 1)}\">More</a>") : null;
        return before is null && after is null ? null : Html.Of($"<p>{before}{after}</p>\n");

        string QueryOf(int page) => (query with { Page = page }).ToString() is { Length: > 0 } text ? text : "?";
    }
}
