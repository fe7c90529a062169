using System.Reflection;

namespace BalloonExporter.Tests.Architecture;

/// <summary>A room of the house: the types of one namespace, and those below it, in one assembly; of the whole assembly where no namespace is given.</summary>
internal sealed record Room(string Name, Assembly Assembly, string? Namespace = null)
{
    public static Assembly CoreAssembly { get; } = typeof(Core.GuardRails.GuardRail).Assembly;

    public static Assembly BacktestAssembly { get; } = typeof(Backtest.History.ServerHistory).Assembly;

    public static Assembly ToolkitAssembly { get; } = typeof(ExporterToolkit.Files.SmallFile).Assembly;

    public static Assembly ExporterAssembly { get; } = typeof(ServiceRegistration).Assembly;

    public static Room Binding { get; } = new("LibvirtSharp", typeof(LibvirtSharp.LibvirtConnection).Assembly);

    public static Room Native { get; } = new("LibvirtSharp.Native", Binding.Assembly, "LibvirtSharp.Native");

    /// <summary>Program, ServiceRegistration, ExporterRun, and the request delegates generated for them.</summary>
    public static Room Program { get; } = new("Program", ExporterAssembly, string.Empty);

    public IEnumerable<Type> Types => Assembly.GetTypes().Where(Contains);

    /// <summary>A room by its name in the table: <c>Core.Model</c>, <c>Toolkit.Files</c>, <c>Metrics</c>.</summary>
    public static Room Named(string name) => name switch
    {
        nameof(Program) => Program,
        nameof(Backtest) => new Room(name, BacktestAssembly, "BalloonExporter." + name),
        _ when name.StartsWith("Core.", StringComparison.Ordinal) => new Room(name, CoreAssembly, "BalloonExporter." + name),
        _ when name.StartsWith("Toolkit.", StringComparison.Ordinal) => new Room(name, ToolkitAssembly, "Exporter" + name),
        _ => new Room(name, ExporterAssembly, "BalloonExporter." + name),
    };

    public bool Contains(Type type)
    {
        if (type.Assembly != Assembly)
            return false;
        var outermost = UsedTypes.Outermost(type);
        return Namespace switch
        {
            null => true,
            "" => outermost is { Namespace: null, Name: "Program" } or { Namespace: "BalloonExporter" or "Microsoft.AspNetCore.Http.Generated" },
            _ => outermost.Namespace is { } space && (space == Namespace || space.StartsWith(Namespace + ".", StringComparison.Ordinal)),
        };
    }

    /// <summary>Lines "who uses what" for every use of a type that the condition holds for.</summary>
    public IReadOnlyList<string> UsesOf(Func<Type, bool> condition) =>
        [.. from type in Types from used in UsedTypes.Of(type) where condition(used) select $"{UsedTypes.Outermost(type)} uses {used}"];

    public override string ToString() => Name;
}
