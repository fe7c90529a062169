using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using DomainState = BalloonExporter.Core.Model.DomainState;

namespace BalloonExporter.Tests.Architecture;

/// <summary>Every limit is read and every label is made: one that is not would mislead its readers.</summary>
public sealed partial class ConstantTests
{
    private static readonly string Sources = string.Join('\n', Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(file => Comment().Replace(File.ReadAllText(file), "")));

    // Kinds of things that libvirt or an operator makes: their values come as numbers and as text.
    private static readonly Type[] MadeElsewhere = [typeof(DomainState)];

    public static TheoryData<string> Limits { get; } = [.. typeof(Limits).GetProperties().Select(property => property.Name)];

    public static TheoryData<string> Labelled { get; } =
    [
        .. from method in typeof(Labels).GetMethods()
           where method.Name == nameof(Labels.ToLabel)
           let set = method.GetParameters()[0].ParameterType
           where !MadeElsewhere.Contains(set)
           from value in Enum.GetNames(set)
           select $"{set.Name}.{value}",
    ];

    [Theory]
    [MemberData(nameof(Limits))]
    public void Every_limit_is_used(string limit) => Assert.True(IsRead(limit), $"nothing reads Limits.{limit}");

    [Theory]
    [MemberData(nameof(Labelled))]
    public void Every_value_of_a_closed_set_is_produced(string value) => Assert.Contains(value, Sources, StringComparison.Ordinal);

    [Fact]
    public void A_limit_that_is_not_read_is_found()
    {
        Assert.False(IsRead("RescueSwapWindow"));
        Assert.DoesNotContain("RequestOrigin.Api", Sources, StringComparison.Ordinal);
    }

    // Its declaration, and where a flag sets it, do not read it.
    private static bool IsRead(string limit) =>
        Regex.Count(Sources, $@"\b{limit}\b(?! (\{{ get;|= |=> ))") > 0;

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();
}
