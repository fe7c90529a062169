using System.Reflection;
using BalloonExporter.Footprint;
using BalloonExporter.Kernel;
using BalloonExporter.State;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;
using ExporterToolkit.Logging;

namespace BalloonExporter.Tests.Architecture;

/// <summary>One test per arrow of the design.</summary>
public sealed class ArrowTests
{
    /// <summary>Which parts of the exporter may use which others of it. Not listed: may not.</summary>
    private static readonly Dictionary<Part, Part[]> MayUse = new()
    {
        // How lines are logged and files are read hangs on nothing.
        [Part.Logging] = [],
        [Part.Yaml] = [],
        [Part.Files] = [],
        // What this process occupies is nobody else's business.
        [Part.Footprint] = [],
        [Part.WebConfig] = [Part.Files, Part.Yaml],
        // Reads rule files, as an operator writes them and as they are in the program.
        [Part.Rules] = [Part.Yaml],
        // What an operator can set; a wrong file is told at the start. Overrides of the plan are checked as in a rule file.
        [Part.Options] = [Part.WebConfig, Part.Files, Part.Yaml, Part.Rules],
        // The three that do the work know what was set, and never each other: that is what Core's interfaces are for.
        [Part.Hypervisor] = [Part.Options, Part.Files],
        [Part.Metrics] = [Part.Options],
        [Part.Feedback] = [Part.Options, Part.Files],
        [Part.State] = [Part.Options, Part.Files],
        // Pages link what there is; feedback's keys open them.
        [Part.Web] = [Part.Options, Part.Feedback, Part.WebConfig, Part.Files],
        // A command does its one thing with what the exporter is made of, but scrapes and serves nothing.
        [Part.Commands] = [Part.Options, Part.Hypervisor, Part.Feedback, Part.Rules, Part.Files, Part.Yaml],
        // The one place that knows everything.
        [Part.Program] = [Part.Hypervisor, Part.Metrics, Part.Feedback, Part.Commands, Part.Footprint, Part.Options, Part.Logging, Part.Web, Part.WebConfig, Part.State],
    };

    public static IEnumerable<object[]> ForbiddenArrows { get; } =
        from part in Part.OfTheExporter
        from other in Part.OfTheExporter
        where part != other && !MayUse[part].Contains(other)
        select new object[] { part.Name, other.Name };

    [Theory]
    [MemberData(nameof(ForbiddenArrows))]
    public void Parts_of_the_exporter_use_only_what_the_table_allows(string part, string other) =>
        Assert.Empty(Named(part).UsesOf(Named(other).Contains));

    [Fact]
    public void Every_namespace_of_the_exporter_is_in_the_table()
    {
        var namespaces = typeof(ServiceRegistration).Assembly.GetTypes()
            .Select(type => UsedTypes.Outermost(type).Namespace)
            .Where(name => name is not null && name.StartsWith("BalloonExporter.", StringComparison.Ordinal))
            // What lies within a part is the part's.
            .Select(name => string.Join('.', name!.Split('.').Take(2)))
            .Distinct();

        Assert.Equal(
            MayUse.Keys.Where(part => part != Part.Program).Select(part => part.Namespace).Order(),
            namespaces.Order());
    }

    [Fact]
    public void Core_references_only_the_base_library() => Assert.All(Part.Core.Assembly.GetReferencedAssemblies(), IsOfTheBaseLibrary);

    [Fact]
    public void LibvirtSharp_references_nothing_of_ours() => Assert.All(Part.Binding.Assembly.GetReferencedAssemblies(), IsOfTheBaseLibrary);

    [Fact]
    public void Only_Hypervisor_uses_LibvirtSharp() =>
        Assert.Empty(Part.OfTheExporter.Where(part => part != Part.Hypervisor).SelectMany(part => part.UsesOf(Part.Binding.Contains)));

    [Fact]
    public void Only_Metrics_uses_prometheus_net() =>
        Assert.Empty(Part.OfTheExporter.Where(part => part != Part.Metrics).SelectMany(part => part.UsesOf(IsPrometheusNet)));

    [Fact]
    public void Native_functions_are_declared_in_few_places_only()
    {
        var declarations = PlatformInvokes([Part.Binding.Assembly, Part.Core.Assembly, Part.Program.Assembly]);

        Assert.NotEmpty(declarations);
        Assert.All(declarations, method => Assert.True(MayDeclareNative(method), $"{method.DeclaringType}.{method.Name}"));
    }

    // A checker that finds nothing anywhere would pass all of the above.

    [Fact]
    public void The_checker_sees_Hypervisor_use_LibvirtSharp() => Assert.NotEmpty(Part.Hypervisor.UsesOf(Part.Binding.Contains));

    [Fact]
    public void The_checker_sees_Metrics_use_prometheus_net() => Assert.NotEmpty(Part.Metrics.UsesOf(IsPrometheusNet));

    [Fact]
    public void The_checker_sees_the_tables_arrows()
    {
        // An arrow that nobody goes any more is taken out of the table.
        var unseen = from allowed in MayUse
                     from other in allowed.Value
                     where allowed.Key.UsesOf(other.Contains).Count == 0
                     select $"{allowed.Key.Name} does not use {other.Name}";

        Assert.Empty(unseen);
        Assert.NotEmpty(Part.Feedback.UsesOf(Part.Options.Contains));
    }

    [Fact]
    public void The_checker_sees_who_uses_the_program_itself()
    {
        // Nobody in the exporter may. These tests do.
        var tests = new Part("tests", typeof(ArrowTests).Assembly);

        Assert.Contains(tests.UsesOf(Part.Program.Contains), use => use.Contains("TestExporter uses BalloonExporter.ServiceRegistration", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(typeof(Breaches.InAField))]
    [InlineData(typeof(Breaches.InASignature))]
    [InlineData(typeof(Breaches.InABody))]
    [InlineData(typeof(Breaches.InAnAsynchronousLambda))]
    [InlineData(typeof(Breaches.AsABase))]
    [InlineData(typeof(Breaches.AsATypeArgument))]
    public void The_checker_reports_a_breach_wherever_it_hides(Type breach)
    {
        var part = new Part(breach.Name, breach.Assembly, breach.Namespace);
        Assert.Contains(part.UsesOf(IsPrometheusNet), use => use.StartsWith(breach.FullName!.Split('+')[0], StringComparison.Ordinal));
        Assert.Contains(breach.Assembly.GetTypes(), type => IsWithin(type, breach) && UsedTypes.Of(type).Any(IsPrometheusNet));

        static bool IsWithin(Type type, Type outer) => type == outer || (type.DeclaringType is { } declaring && IsWithin(declaring, outer));
    }

    [Fact]
    public void The_checker_reports_a_native_function_declared_elsewhere() =>
        Assert.Contains(PlatformInvokes([typeof(ArrowTests).Assembly]), method => !MayDeclareNative(method));

    [Fact]
    public void The_checker_reports_an_assembly_that_is_not_of_the_base_library()
    {
        var offenders = Part.Program.Assembly.GetReferencedAssemblies().Where(name => !BaseLibraryHas(name)).Select(name => name.Name);

        Assert.Contains("BalloonExporter.Core", offenders);
        Assert.Contains("Microsoft.AspNetCore", offenders);
    }

    // libvirt's functions, and those of the C library that the base library lacks.
    private static bool MayDeclareNative(MethodInfo method) =>
        Part.Native.Contains(method.DeclaringType!) || method.DeclaringType == typeof(MemoryAdvice)
        || method.DeclaringType == typeof(PollCall) || method.DeclaringType == typeof(FileCalls)
        || method.DeclaringType == typeof(BootTime) || method.DeclaringType == typeof(DescriptorWriter)
        || method.DeclaringType == typeof(SystemAccounts) || method.DeclaringType == typeof(UnixFiles)
        || method.DeclaringType == typeof(StandardError);

    private static Part Named(string name) => Part.OfTheExporter.Single(part => part.Name == name);

    private static bool IsPrometheusNet(Type type) => type.Namespace is { } space && (space == "Prometheus" || space.StartsWith("Prometheus.", StringComparison.Ordinal));

    private static void IsOfTheBaseLibrary(AssemblyName name) => Assert.True(BaseLibraryHas(name), $"{name.Name} is not of the base library");

    private static bool BaseLibraryHas(AssemblyName name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name.Name + ".dll"));

    private static IReadOnlyList<MethodInfo> PlatformInvokes(IEnumerable<Assembly> assemblies) =>
    [
        .. from assembly in assemblies
           from type in assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           where method.Attributes.HasFlag(MethodAttributes.PinvokeImpl)
           select method,
    ];
}
