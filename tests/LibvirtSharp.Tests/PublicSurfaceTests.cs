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
        Assert.All(Public.SelectMany(Types), type => Assert.False(type.IsPointer || type == typeof(nint) || type == typeof(nuint), type.FullName));
    }

    /// <summary>Nobody needs a second implementation, and a sealed class can grow without breaking anybody.</summary>
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
        Assert.Contains(Types(typeof(LibvirtSharp.Native.DomainHandle)), type => type == typeof(nint));
    }

    private static IEnumerable<Type> Types(Type type)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var open = type.IsPublic ? all & ~BindingFlags.NonPublic : all;
        return type.GetMethods(open).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .Concat(type.GetConstructors(open).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)))
            .Concat(type.GetFields(open).Select(field => field.FieldType));
    }
}
