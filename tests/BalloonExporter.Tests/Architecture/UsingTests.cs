using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Architecture;

/// <summary>The arrows of <see cref="ArrowTests"/> once more, in the sources: constants of another room are compiled into their users, so the assemblies do not show them.</summary>
public sealed partial class UsingTests
{
    private static readonly string[] Projects = ["BalloonExporter", "BalloonExporter.Backtest", "BalloonExporter.Core", "ExporterToolkit"];

    public static TheoryData<string> Files { get; } =
    [
        .. from project in Projects
           from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories)
           let path = Path.GetRelativePath(Repository.Root, file)
           where !path.Contains("/obj/", StringComparison.Ordinal)
           select path,
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_names_only_rooms_that_its_room_may_use(string file) => Assert.Empty(Forbidden(File.ReadAllText(Path.Combine(Repository.Root, file))));

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_lies_in_the_folder_of_its_namespace(string file)
    {
        var space = Namespace().Match(File.ReadAllText(Path.Combine(Repository.Root, file))).Groups[1].Value;

        Assert.Equal(Path.GetFileName(file) == "Program.cs" ? "" : Path.GetDirectoryName(file)!["src/".Length..].Replace('/', '.'), space);
    }

    // A search that finds nothing anywhere would pass that.
    [Theory]
    [InlineData("using BalloonExporter.Engine;\nnamespace BalloonExporter.Metrics;", "Engine")]
    [InlineData("using static BalloonExporter.Core.Reflexes.LookSchedule;\nnamespace BalloonExporter.Core.GuardRails;", "Core.Reflexes")]
    [InlineData("using Spec = BalloonExporter.Core.Policy.PolicySpec;\nnamespace ExporterToolkit.Files;", "Core.Policy")]
    [InlineData("using LibvirtSharp;\nnamespace BalloonExporter.Tracking;", "LibvirtSharp")]
    [InlineData("using Prometheus;\nnamespace BalloonExporter.Api;", "Prometheus")]
    public void The_search_finds_a_room_that_may_not_be_used(string source, string room) => Assert.Equal([room], Forbidden(source));

    [Theory]
    [InlineData("using BalloonExporter.Core.Model;\nusing System.Text;\nnamespace BalloonExporter.Metrics;")]
    [InlineData("using Prometheus;\nnamespace BalloonExporter.Metrics;")]
    [InlineData("using LibvirtSharp;\nnamespace BalloonExporter.Libvirt;")]
    public void The_search_finds_nothing_where_all_may_be_used(string source) => Assert.Empty(Forbidden(source));

    private static List<string> Forbidden(string source)
    {
        var room = RoomOf(Namespace().Match(source).Groups[1].Value) ?? nameof(Program);
        var allowed = (List<string>)[room, .. ArrowTests.UsableBy(room)];
        if (room == "Libvirt")
            allowed.Add("LibvirtSharp");
        if (room == "Metrics")
            allowed.Add("Prometheus");
        return [.. Using().Matches(source).Select(match => RoomOf(match.Groups[1].Value)).OfType<string>().Except(allowed)];
    }

    // Null: the base library, or the program itself.
    private static string? RoomOf(string name) => name.Split('.') switch
    {
        ["BalloonExporter", "Core", var room, ..] => $"Core.{room}",
        ["BalloonExporter", var room, ..] => room,
        ["ExporterToolkit", var room, ..] => $"Toolkit.{room}",
        [("LibvirtSharp" or "Prometheus") and var library, ..] => library,
        _ => null,
    };

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?:static |\w+ = )?(?:global::)?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
