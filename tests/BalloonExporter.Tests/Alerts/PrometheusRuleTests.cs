using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Alerts;

/// <summary>The rules as objects of the Prometheus operator.</summary>
public sealed partial class PrometheusRuleTests
{
    private static readonly string[] RuleFiles = [.. Directory.GetFiles(Path.Combine(Repository.Root, "alerts"), "*.rules.yml").Order(StringComparer.Ordinal)];

    [Fact]
    public async Task There_is_an_object_for_each_file_and_its_spec_is_the_file()
    {
        var objects = await ObjectsAsync();

        Assert.Equal(RuleFiles.Select(file => $"balloon-{Path.GetFileName(file).Split('.')[0]}"), objects.Select(text => NameLine().Match(text).Groups[1].Value));
        foreach (var (text, file) in objects.Zip(RuleFiles))
        {
            var groups = File.ReadAllText(file);
            groups = groups[groups.IndexOf("\ngroups:", StringComparison.Ordinal)..].TrimStart('\n');
            Assert.Equal(groups, Indentation().Replace(text[(text.IndexOf("\nspec:\n", StringComparison.Ordinal) + 7)..], ""));
        }
    }

    [Fact]
    public async Task Labels_are_those_that_were_asked_for() =>
        Assert.All(await ObjectsAsync("release=kube", "team=a=b"), text => Assert.Contains("\n    release: 'kube'\n    team: 'a=b'\nspec:\n", text, StringComparison.Ordinal));

    [Fact]
    public async Task Files_of_another_folder_are_taken_where_one_is_given()
    {
        var folder = Directory.CreateTempSubdirectory("balloon-rules").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "mine.rules.yml"), "# Mine.\ngroups:\n  - name: mine\n");

        var (exitCode, output) = await Tool.RunAsync("env", $"RULES={folder}", Path.Combine(Repository.Root, "deploy", "kubernetes", "prometheusrule.sh"));

        Directory.Delete(folder, recursive: true);
        Assert.Equal(0, exitCode);
        Assert.Contains("  name: balloon-mine\n", output, StringComparison.Ordinal);
        Assert.EndsWith("spec:\n  groups:\n    - name: mine\n", output, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> ObjectsAsync(params string[] labels)
    {
        var (exitCode, output) = await Tool.RunAsync(Path.Combine(Repository.Root, "deploy", "kubernetes", "prometheusrule.sh"), labels);
        Assert.True(exitCode == 0, output);
        return output.Split("---\napiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\n")[1..];
    }

    [GeneratedRegex("^  name: (.*)$", RegexOptions.Multiline)]
    private static partial Regex NameLine();

    [GeneratedRegex("^  ", RegexOptions.Multiline)]
    private static partial Regex Indentation();
}
