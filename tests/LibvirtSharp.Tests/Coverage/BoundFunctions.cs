using System.Reflection;
using System.Runtime.InteropServices;
using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Coverage;

/// <summary>What the binding declares, read from its own metadata.</summary>
internal static class BoundFunctions
{
    /// <summary>(declaration such as <c>VirDomain.Suspend</c>, entry point) of everything imported from libvirt.</summary>
    internal static IReadOnlyList<(string Declaration, string EntryPoint)> All()
    {
        const BindingFlags everything = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
        var bound = typeof(Libvirt).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(everything))
            .Select(method => (method, import: method.GetCustomAttribute<DllImportAttribute>()))
            .Where(pair => pair.import?.Value == LibraryFile.Name)
            .Select(pair => ($"{pair.method.DeclaringType!.Name}.{Declared(pair.method.Name)}", pair.import!.EntryPoint!))
            .ToList();
        Assert.True(bound.Count > 40, "The generated code has changed its form: the imports are not found any more.");
        return bound;
    }

    /// <summary>The generator puts the import of <c>Open</c> into a local function named <c>&lt;Open&gt;g____PInvoke|0_0</c>.</summary>
    private static string Declared(string name) => name.StartsWith('<') ? name[1..name.IndexOf('>', StringComparison.Ordinal)] : name;
}
