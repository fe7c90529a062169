using System.Reflection;
using System.Runtime.CompilerServices;

namespace BalloonExporter.Tests.Architecture;

/// <summary>Core's methods are handed what belongs together as one thing: a list of eight of the same type is a list that is mixed up.</summary>
public sealed class SignatureTests
{
    private const int Most = 5;

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [Fact]
    public void No_method_of_Core_takes_more_than_five_parameters() =>
        Assert.Empty(Room.CoreAssembly.GetTypes().Where(type => !IsOfTheCompiler(type)).SelectMany(TooLong));

    // A checker that finds nothing anywhere would pass that.
    [Fact]
    public void The_checker_sees_a_method_with_more() =>
        Assert.Equal(["Long.Take", "Long..ctor"], TooLong(typeof(Long)).Select(line => line.Split(':')[0]));

    // What fills a record is its properties, by name, so its primary constructor may be long.
    private static IEnumerable<string> TooLong(Type type)
    {
        var methods = type.GetMethods(Declared).Where(method => !IsOfTheCompiler(method)).Concat<MethodBase>(IsRecord(type) ? [] : type.GetConstructors(Declared));
        return methods.Where(method => !method.IsPrivate && method.GetParameters().Length > Most)
            .Select(method => $"{type.Name}.{method.Name}: {method.GetParameters().Length}");
    }

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is not null;

    private static bool IsOfTheCompiler(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute)) || member.Name.Contains('<');

#pragma warning disable CS9113 // Never read: the test looks at it by reflection.
    private sealed class Long(int one, int two, int three, int four, int five, int six)
    {
        internal static int Take(int one, int two, int three, int four, int five, int six) => one + two + three + four + five + six;
    }
#pragma warning restore CS9113
}
