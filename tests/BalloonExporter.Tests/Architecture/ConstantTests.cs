using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using DomainState = BalloonExporter.Core.Model.DomainState;

namespace BalloonExporter.Tests.Architecture;

/// <summary>Every limit is read and every label is made: one that is not would mislead its readers.</summary>
public sealed partial class ConstantTests
{
    private static readonly Lazy<HashSet<string>> Read = new(() => PropertiesRead(typeof(Limits), Room.CoreAssembly.GetTypes().Concat(Room.ExporterAssembly.GetTypes())));

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
    public void Every_limit_is_used(string limit) => Assert.Contains(limit, Read.Value);

    [Theory]
    [MemberData(nameof(Labelled))]
    public void Every_value_of_a_closed_set_is_produced(string value) => Assert.Contains(value, Sources, StringComparison.Ordinal);

    [Fact]
    public void A_limit_or_a_value_that_is_not_used_is_found()
    {
        Assert.DoesNotContain(nameof(Unread.NeverRead), PropertiesRead(typeof(Unread), [typeof(Unread), typeof(ConstantTests)]));
        Assert.Contains(nameof(Unread.ReadOnce), PropertiesRead(typeof(Unread), [typeof(Unread), typeof(ConstantTests)]));
        Assert.DoesNotContain("RequestOrigin.Api", Sources, StringComparison.Ordinal);
    }

    // Where a flag or a copy sets a property does not read it, nor does what the compiler writes into a record.
    private static HashSet<string> PropertiesRead(Type record, IEnumerable<Type> users) =>
    [
        .. users.SelectMany(UsedTypes.CallsOf).Where(called => called.DeclaringType == record && called.Name.StartsWith("get_", StringComparison.Ordinal))
            .Select(called => called.Name["get_".Length..]),
    ];

    [GeneratedRegex("//.*")]
    private static partial Regex Comment();

    private sealed record Unread(int ReadOnce)
    {
        public int NeverRead { get; init; } = 1;

        public int Twice() => (this with { NeverRead = 2 }).ReadOnce * 2;
    }
}
