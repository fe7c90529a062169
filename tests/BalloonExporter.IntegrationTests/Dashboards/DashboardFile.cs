using System.Text.Json;
using System.Text.RegularExpressions;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests.Dashboards;

/// <summary>Reads the queries of a dashboard's file, with the variables filled in as Grafana does.</summary>
internal static partial class DashboardFile
{
    public static IReadOnlyList<string> Files => Directory.GetFiles(Repository.PathOf("dashboards"), "*.json");

    public static IReadOnlyList<DashboardQuery> Read(string file, IReadOnlyDictionary<string, string> values)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var root = document.RootElement;
        var uid = Text(root, "uid");
        var variables = root.GetProperty("templating").GetProperty("list").EnumerateArray().ToList();
        var filled = new Dictionary<string, string>(values);
        // A variable of many values stands at All.
        foreach (var variable in variables.Where(variable => variable.GetProperty("multi").GetBoolean()))
            filled["$" + Text(variable, "name")] = Text(variable, "allValue");
        return
        [
            .. Panels(root).SelectMany(panel => OfPanel(uid, panel)),
            .. variables.Where(variable => Text(variable, "type") == "query").Select(variable => OfVariable(uid, variable)),
            .. root.GetProperty("annotations").GetProperty("list").EnumerateArray().Where(annotation => annotation.TryGetProperty("target", out _))
                .Select(annotation => OfAnnotation(uid, annotation)),
        ];

        IEnumerable<DashboardQuery> OfPanel(string dashboard, JsonElement panel) => panel.GetProperty("targets").EnumerateArray().Select(target => new DashboardQuery
        {
            Dashboard = dashboard,
            Part = Text(panel, "title"),
            RefId = Text(target, "refId"),
            Expression = Fill(Text(target, "expr")),
            Legend = Text(target, "legendFormat"),
            IsInstant = target.GetProperty("instant").GetBoolean(),
            IsTable = Text(target, "format") == "table",
            IsTile = Text(panel, "type") == "stat",
        });

        DashboardQuery OfVariable(string dashboard, JsonElement variable)
        {
            var match = VariableQuery().Match(Text(variable, "definition"));
            // Of an answer to a query the variable's pattern takes two labels.
            string[] labels = match.Groups["label"] is { Success: true } label ? [label.Value] : ["domain", "uuid"];
            return new DashboardQuery
            {
                Dashboard = dashboard,
                Part = "$" + Text(variable, "name"),
                RefId = "",
                Expression = Fill(match.Groups["query"].Value),
                Legend = string.Join(' ', labels.Select(name => $"{{{{{name}}}}}")),
                IsTable = true,
                IsInstant = true,
            };
        }

        DashboardQuery OfAnnotation(string dashboard, JsonElement annotation) => new()
        {
            Dashboard = dashboard,
            Part = Text(annotation, "name"),
            RefId = "mark",
            Expression = Fill(Text(annotation.GetProperty("target"), "expr")),
            Legend = $"{Text(annotation, "titleFormat")} {Text(annotation, "textFormat")}",
        };

        string Fill(string expression) => Variable().Replace(expression, match => filled[match.Value]);
    }

    // Rows have no queries; what lies folded in them has.
    private static IEnumerable<JsonElement> Panels(JsonElement root) => root.GetProperty("panels").EnumerateArray()
        .SelectMany(panel => panel.TryGetProperty("panels", out var folded) ? folded.EnumerateArray() : Enumerable.Repeat(panel, 1))
        .Where(panel => panel.TryGetProperty("targets", out _));

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^(?:label_values\((?<query>.+), (?<label>\w+)\)|query_result\((?<query>.+)\))$")]
    private static partial Regex VariableQuery();
}
