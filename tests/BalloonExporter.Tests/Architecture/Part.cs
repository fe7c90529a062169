using System.Reflection;

namespace BalloonExporter.Tests.Architecture;

/// <summary>A part of the house: the types of an assembly, or those of one namespace in it.</summary>
internal sealed record Part(string Name, Assembly Assembly, string? Namespace = null)
{
    public static Part Core { get; } = new("Core", typeof(BalloonExporter.Core.GuardRails.BalloonPolicy).Assembly);

    public static Part Binding { get; } = new("LibvirtSharp", typeof(LibvirtSharp.LibvirtConnection).Assembly);

    public static Part Native { get; } = new("LibvirtSharp.Native", Binding.Assembly, "LibvirtSharp.Native");

    public static Part Hypervisor { get; } = Exporter("Hypervisor");

    public static Part Metrics { get; } = Exporter("Metrics");

    public static Part Feedback { get; } = Exporter("Feedback");

    public static Part Commands { get; } = Exporter("Commands");

    public static Part Footprint { get; } = Exporter("Footprint");

    public static Part Options { get; } = Exporter("Options");

    public static Part Logging { get; } = Exporter("Logging");

    public static Part Web { get; } = Exporter("Web");

    public static Part WebConfig { get; } = Exporter("WebConfig");

    public static Part Files { get; } = Exporter("Files");

    public static Part State { get; } = Exporter("State");

    public static Part Yaml { get; } = Exporter("Yaml");

    public static Part Rules { get; } = Exporter("Rules");

    /// <summary>Program, ServiceRegistration, ExporterRun, and the request delegates generated for them.</summary>
    public static Part Program { get; } = new("Program", typeof(ServiceRegistration).Assembly, string.Empty);

    public static Part[] OfTheExporter { get; } = [Hypervisor, Metrics, Feedback, Commands, Footprint, Options, Logging, Web, WebConfig, Files, State, Yaml, Rules, Program];

    public IEnumerable<Type> Types => Assembly.GetTypes().Where(Contains);

    public bool Contains(Type type)
    {
        if (type.Assembly != Assembly)
            return false;
        // Both assemblies have a namespace Feedback, so the assembly alone tells them apart.
        return Namespace switch
        {
            null => true,
            "" => UsedTypes.Outermost(type) is { Namespace: null, Name: "Program" } or { Namespace: "BalloonExporter" or "Microsoft.AspNetCore.Http.Generated" },
            _ => UsedTypes.Outermost(type).Namespace is { } space && (space == Namespace || space.StartsWith(Namespace + ".", StringComparison.Ordinal)),
        };
    }

    /// <summary>Lines "who uses what" for every use of a type that the condition holds for.</summary>
    public IReadOnlyList<string> UsesOf(Func<Type, bool> condition) =>
        [.. from type in Types from used in UsedTypes.Of(type) where condition(used) select $"{UsedTypes.Outermost(type)} uses {used}"];

    public override string ToString() => Name;

    private static Part Exporter(string name) => new(name, typeof(ServiceRegistration).Assembly, "BalloonExporter." + name);
}
