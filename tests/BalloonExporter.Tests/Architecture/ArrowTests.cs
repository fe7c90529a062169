using System.Reflection;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Ports;

namespace BalloonExporter.Tests.Architecture;

/// <summary>The rooms of the house and the arrows between them.</summary>
public sealed class ArrowTests
{
    /// <summary>Which rooms may use which others. Not listed: may not. A room uses only those above it, so there is no circle.</summary>
    private static readonly (string Room, string[] MayUse)[] Table =
    [
        // What has nothing to do with balloons.
        ("Toolkit.Files", []),
        ("Toolkit.Logging", []),
        ("Toolkit.Exposition", []),
        ("Toolkit.Configuration", ["Toolkit.Files"]),
        ("Toolkit.WebConfig", ["Toolkit.Configuration", "Toolkit.Files"]),
        ("Toolkit.Hosting", ["Toolkit.WebConfig", "Toolkit.Logging"]),

        // What decides, without I/O.
        ("Core.Model", []),
        ("Core.Ports", ["Core.Model"]),
        ("Core.Planning", ["Core.Model"]),
        ("Core.Policy", ["Core.Model", "Core.Planning"]),
        ("Core.Needs", ["Core.Model", "Core.Planning", "Core.Policy"]),
        ("Core.Ledger", ["Core.Model", "Core.Planning", "Core.Policy", "Core.Needs"]),
        ("Core.GuardRails", ["Core.Model", "Core.Planning", "Core.Policy", "Core.Needs", "Core.Ledger"]),
        ("Core.Reflexes", ["Core.Model", "Core.Planning", "Core.Policy", "Core.Needs", "Core.Ledger", "Core.GuardRails"]),

        ("Core.Restarts", ["Core.Model", "Core.Policy", "Core.GuardRails"]),
        // What each domain had: nothing that decides may use it.
        ("Core.Proof", ["Core.Model", "Core.Planning", "Core.Policy", "Core.Needs"]),

        // What runs all of that over a history.
        ("Backtest", ["Core.Model", "Core.Planning", "Core.Policy", "Core.Ledger", "Core.GuardRails", "Core.Reflexes"]),

        // The process: what an operator can set.
        ("Rules", ["Core.Model", "Toolkit.Configuration"]),
        ("Options", ["Rules", "Core.Model", "Core.Planning", "Core.Policy", "Toolkit.Configuration", "Toolkit.Files", "Toolkit.WebConfig"]),
        ("Footprint", ["Core.Model"]),
        // Adapters of the ports. They meet the rooms below only in Core's interfaces.
        ("Kernel", ["Options", "Core.Model", "Core.Ports", "Toolkit.Files"]),
        ("Tracking", ["Kernel", "Options", "Core.Model", "Core.Ports", "Core.Policy", "Core.Needs", "Core.Ledger", "Core.Reflexes", "Core.Proof"]),
        ("Libvirt", ["Tracking", "Options", "Core.Model", "Core.Ports", "Core.Policy", "Core.Reflexes"]),
        ("Reading", ["Kernel", "Tracking", "Options", "Core.Model", "Core.Ports", "Core.Policy"]),
        ("State", ["Options", "Core.Model", "Core.Ports", "Core.Policy", "Core.Ledger", "Core.Restarts", "Core.Proof", "Toolkit.Files"]),
        ("Metrics", ["Options", "Core.Model", "Core.Ports", "Core.Planning", "Core.Policy", "Core.Ledger", "Core.GuardRails", "Core.Reflexes", "Core.Restarts", "Core.Proof", "Toolkit.Exposition", "Toolkit.Logging"]),
        // What moves memory, and who asks for it.
        ("Alertmanager", ["Options", "Core.Model", "Toolkit.Configuration", "Toolkit.Files"]),
        ("Engine", ["Alertmanager", "Options", "Core.Model", "Core.Ports", "Core.Policy", "Core.Ledger", "Core.GuardRails", "Core.Reflexes", "Core.Restarts", "Toolkit.Files", "Toolkit.Logging"]),
        // Customers' links, which open the API and the pages.
        ("Links", ["Options", "Core.Model", "Toolkit.Configuration"]),
        // Why a domain has its target, in words.
        ("Explaining", ["Core.Model"]),
        ("Api", ["Explaining", "Engine", "Alertmanager", "Links", "Options", "Core.Model", "Core.Ports", "Core.Policy", "Core.Needs", "Core.Ledger", "Core.Reflexes", "Core.Restarts", "Toolkit.Configuration", "Toolkit.Hosting"]),
        ("Pages", ["Api", "Links", "Engine", "Options", "Core.Model", "Core.Ports", "Core.Policy", "Core.Restarts", "Core.Proof", "Toolkit.Hosting"]),
        ("Ui", ["Pages", "Api", "Engine", "Options", "Core.Model", "Core.Policy", "Core.Ports", "Toolkit.Hosting"]),
        ("Web", ["Ui", "Api", "Pages", "Engine", "Options", "Core.Ports", "Toolkit.Configuration", "Toolkit.Files", "Toolkit.Hosting", "Toolkit.Logging", "Toolkit.WebConfig"]),
        // A command scrapes and serves nothing.
        ("Cli", ["Backtest", "Api", "Explaining", "Links", "Engine", "Alertmanager", "Libvirt", "State", "Options", "Rules", "Core.Model", "Core.Ports", "Core.Policy", "Core.Ledger", "Toolkit.Configuration", "Toolkit.Files"]),
        // The one place that knows everything.
        ("Program", ["Alertmanager", "Api", "Cli", "Engine", "Footprint", "Kernel", "Libvirt", "Links", "Metrics", "Options", "Pages", "Reading", "State", "Tracking", "Ui", "Web", "Core.Ledger", "Core.Model", "Core.Policy", "Core.Ports", "Core.Proof", "Core.Reflexes", "Core.Restarts", "Toolkit.Configuration", "Toolkit.Hosting", "Toolkit.Logging", "Toolkit.WebConfig"]),
    ];

    public static IEnumerable<object[]> Rooms { get; } = Table.Select(row => new object[] { row.Room });

    /// <summary>The rooms that a room may use.</summary>
    internal static string[] UsableBy(string room) => Table.Single(row => row.Room == room).MayUse;

    private static IEnumerable<Room> OfTheExporter => Table.Select(row => Room.Named(row.Room)).Where(room => room.Assembly == Room.ExporterAssembly);

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_what_the_table_allows(string room)
    {
        var allowed = UsableBy(room);
        var forbidden = Table.Select(row => row.Room).Where(other => other != room && !allowed.Contains(other)).Select(Room.Named).ToList();

        Assert.Empty(Room.Named(room).UsesOf(type => forbidden.Exists(other => other.Contains(type))));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_uses_only_rooms_above_it_so_there_is_no_circle(string room)
    {
        var above = Table.TakeWhile(row => row.Room != room).Select(row => row.Room);

        Assert.Empty(UsableBy(room).Except(above));
    }

    [Fact]
    public void Every_type_has_a_room_that_is_in_the_table()
    {
        var rooms = Table.Select(row => Room.Named(row.Room)).ToList();
        var homeless = new[] { Room.CoreAssembly, Room.BacktestAssembly, Room.ToolkitAssembly, Room.ExporterAssembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => !IsOfTheCompiler(type) && rooms.Count(room => room.Contains(type)) != 1);

        Assert.Empty(homeless);
    }

    [Fact]
    public void Core_references_only_the_base_library() => Assert.All(Room.CoreAssembly.GetReferencedAssemblies(), IsOfTheBaseLibrary);

    [Fact]
    public void LibvirtSharp_references_nothing_of_ours() => Assert.All(Room.Binding.Assembly.GetReferencedAssemblies(), IsOfTheBaseLibrary);

    [Fact]
    public void Only_Libvirt_uses_LibvirtSharp() =>
        Assert.Empty(OfTheExporter.Where(room => room.Name != "Libvirt").SelectMany(room => room.UsesOf(Room.Binding.Contains)));

    [Fact]
    public void Only_Metrics_uses_prometheus_net() =>
        Assert.Empty(OfTheExporter.Where(room => room.Name != "Metrics").SelectMany(room => room.UsesOf(IsPrometheusNet)));

    // Rooms that only look (Metrics, Api, Web) have nothing taken in: looking writes no policy.
    [Fact]
    public void Only_who_decides_has_snapshots_taken_in() => Assert.Equal(
        ["Tracking", "Engine", "Cli", "Program"],
        OfTheExporter.Where(room => room.UsesOf(type => type == typeof(ISnapshotSubscriber)).Count > 0).Select(room => room.Name));

    [Fact]
    public void No_decision_depends_on_a_counter() => Assert.Equal(
        ["Core.Ledger", "State", "Metrics", "Api"],
        Table.Select(row => Room.Named(row.Room)).Where(room => room.UsesOf(type => type == typeof(DomainCounters)).Count > 0).Select(room => room.Name));

    // A checker that finds nothing anywhere would pass all of the above.

    [Fact]
    public void The_checker_sees_Libvirt_use_LibvirtSharp() => Assert.NotEmpty(Room.Named("Libvirt").UsesOf(Room.Binding.Contains));

    [Fact]
    public void The_checker_sees_Metrics_use_prometheus_net() => Assert.NotEmpty(Room.Named("Metrics").UsesOf(IsPrometheusNet));

    [Fact]
    public void The_checker_sees_the_tables_arrows()
    {
        var unseen = from row in Table
                     from other in row.MayUse
                     where Room.Named(row.Room).UsesOf(Room.Named(other).Contains).Count == 0
                     select $"{row.Room} does not use {other}";

        Assert.Empty(unseen);
        Assert.NotEmpty(Room.Named("Core.GuardRails").UsesOf(Room.Named("Core.Ledger").Contains));
    }

    [Fact]
    public void The_checker_sees_who_uses_the_program_itself()
    {
        // No room of the exporter may. These tests do.
        var tests = new Room("tests", typeof(ArrowTests).Assembly);

        Assert.Contains(tests.UsesOf(Room.Program.Contains), use => use.Contains("TestExporter uses BalloonExporter.ServiceRegistration", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(typeof(Breaches.InAField))]
    [InlineData(typeof(Breaches.InASignature))]
    [InlineData(typeof(Breaches.InABody))]
    [InlineData(typeof(Breaches.InAnAsynchronousLambda))]
    [InlineData(typeof(Breaches.AsABase))]
    [InlineData(typeof(Breaches.AsATypeArgument))]
    [InlineData(typeof(Breaches.InAGenericCall))]
    [InlineData(typeof(Breaches.InAnAttribute))]
    [InlineData(typeof(Breaches.AtAProperty))]
    [InlineData(typeof(Breaches.AtAParameter))]
    [InlineData(typeof(Breaches.AtAReturnValue))]
    [InlineData(typeof(Breaches.InAnEvent))]
    public void The_checker_reports_a_breach_wherever_it_hides(Type breach)
    {
        var room = new Room(breach.Name, breach.Assembly, breach.Namespace);
        Assert.Contains(room.UsesOf(IsPrometheusNet), use => use.StartsWith(breach.FullName!.Split('+')[0], StringComparison.Ordinal));
        Assert.Contains(breach.Assembly.GetTypes(), type => IsWithin(type, breach) && UsedTypes.Of(type).Any(IsPrometheusNet));

        static bool IsWithin(Type type, Type outer) => type == outer || (type.DeclaringType is { } declaring && IsWithin(declaring, outer));
    }

    [Fact]
    public void The_checker_reports_an_assembly_that_is_not_of_the_base_library()
    {
        var offenders = Room.ExporterAssembly.GetReferencedAssemblies().Where(name => !BaseLibraryHas(name)).Select(name => name.Name);

        Assert.Contains("BalloonExporter.Core", offenders);
        Assert.Contains("Microsoft.AspNetCore", offenders);
    }

    // What the compiler and source generators add for themselves.
    private static bool IsOfTheCompiler(Type type) => UsedTypes.Outermost(type) is { Namespace: null, Name: not "Program" } or { Namespace: "System.Runtime.CompilerServices" or "Microsoft.CodeAnalysis" or "System.Text.RegularExpressions.Generated" or "System.Runtime.InteropServices.Marshalling" };

    private static bool IsPrometheusNet(Type type) => type.Namespace is { } space && (space == "Prometheus" || space.StartsWith("Prometheus.", StringComparison.Ordinal));

    private static void IsOfTheBaseLibrary(AssemblyName name) => Assert.True(BaseLibraryHas(name), $"{name.Name} is not of the base library");

    private static bool BaseLibraryHas(AssemblyName name) =>
        File.Exists(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, name.Name + ".dll"));
}
