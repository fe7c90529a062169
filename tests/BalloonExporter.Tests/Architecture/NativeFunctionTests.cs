using System.Reflection;
using BalloonExporter.Footprint;
using BalloonExporter.Kernel;
using BalloonExporter.State;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;
using ExporterToolkit.Logging;

namespace BalloonExporter.Tests.Architecture;

/// <summary>Where native functions are declared.</summary>
public sealed class NativeFunctionTests
{
    [Fact]
    public void Native_functions_are_declared_in_few_places_only()
    {
        var declarations = PlatformInvokes([Room.Binding.Assembly, Room.CoreAssembly, Room.ToolkitAssembly, Room.ExporterAssembly]);

        Assert.NotEmpty(declarations);
        Assert.All(declarations, method => Assert.True(MayDeclareNative(method), $"{method.DeclaringType}.{method.Name}"));
    }

    [Fact]
    public void The_checker_reports_a_native_function_declared_elsewhere() =>
        Assert.Contains(PlatformInvokes([typeof(ArrowTests).Assembly]), method => !MayDeclareNative(method));

    // libvirt's functions, and those of the C library that the base library lacks.
    private static bool MayDeclareNative(MethodInfo method) =>
        Room.Native.Contains(method.DeclaringType!) || method.DeclaringType == typeof(MemoryAdvice)
        || method.DeclaringType == typeof(PollCall) || method.DeclaringType == typeof(FileCalls)
        || method.DeclaringType == typeof(BootTime) || method.DeclaringType == typeof(DescriptorWriter)
        || method.DeclaringType == typeof(SystemAccounts) || method.DeclaringType == typeof(UnixFiles)
        || method.DeclaringType == typeof(StandardError);

    private static IReadOnlyList<MethodInfo> PlatformInvokes(IEnumerable<Assembly> assemblies) =>
    [
        .. from assembly in assemblies
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           where method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
           select method,
    ];
}
