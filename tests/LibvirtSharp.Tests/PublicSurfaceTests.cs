using System.Reflection;

namespace LibvirtSharp.Tests;

public sealed class PublicSurfaceTests
{
    private static readonly Type[] Public = typeof(Libvirt).Assembly.GetExportedTypes();

    /// <summary>Pointers and raw handles in the hands of users were the crashes of older bindings.</summary>
    [Fact]
    public void Nothing_native_is_public()
    {
        Assert.All(Public, type => Assert.Equal("LibvirtSharp", type.Namespace));
        Assert.DoesNotContain(Public.SelectMany(Types), IsNative);
    }

    /// <summary>No caller needs a second implementation, and a sealed class can grow without breaking one.</summary>
    [Fact]
    public void Every_public_class_is_sealed()
    {
        Assert.All(Public, type => Assert.True(type.IsSealed, type.FullName));
    }

    [Fact]
    public void An_enum_can_be_wrapped_as_known_or_unknown()
    {
        Assert.All(Public.Where(type => type.IsEnum), type => Assert.Equal(typeof(int), Enum.GetUnderlyingType(type)));
    }

    /// <summary>The negative control: the search finds what is native in the internal part.</summary>
    [Fact]
    public void The_search_for_native_types_finds_them_where_they_are()
    {
        Assert.Contains(Types(typeof(LibvirtSharp.Native.DomainHandle)), IsNative);
    }

    private static bool IsNative(Type type) => type.IsPointer || type == typeof(nint) || type == typeof(nuint);

    private static IEnumerable<Type> Types(Type type)
    {
        const BindingFlags visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var flags = type.IsPublic ? visible : visible | BindingFlags.NonPublic;
        var methods = type.GetMethods(flags);
        return methods.Concat<MethodBase>(type.GetConstructors(flags))
            .SelectMany(method => method.GetParameters(), (_, parameter) => parameter.ParameterType)
            .Concat(methods.Select(method => method.ReturnType))
            .Concat(type.GetFields(flags).Select(field => field.FieldType));
    }
}
