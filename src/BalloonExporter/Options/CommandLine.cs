using System.CommandLine;
using BalloonExporter.Options.Flags;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options;

/// <summary>The command line of this program.</summary>
/// <param name="environment">Environment variables by name.</param>
/// <param name="commands">Commands that can be run instead of the exporter.</param>
internal sealed class CommandLine(IReadOnlyDictionary<string, string>? environment = null, IEnumerable<Command>? commands = null)
{
    private static readonly ProgramInfo Program = new(
        "balloon-exporter",
        "Prometheus exporter for libvirt's balloon and memory statistics, with a feedback endpoint that moves memory between guests.\n" +
        "Exit codes: 0 stopped on request, 1 failed while running, 2 bad options or no libvirt library.");

    private readonly ExporterCommandLine<ExporterOptions> _line = new(
        Program,
        [
            new FeedbackFlags(), new ApiFlags(), new AlertmanagerFlags(), new LibvirtFlags(), new GuestFlags(), new WebFlags(), new PolicyFlags(), new CustomerFlags(), new CustomerPageFlags(), new UiFlags(), new CollectorSwitches(), new LogFlags(),
        ],
        new OtherSettings(),
        commands ?? []);

    private readonly IReadOnlyDictionary<string, string> _environment = environment ?? new Dictionary<string, string>();

    /// <summary>All options, including help and version.</summary>
    internal IEnumerable<Option> Options => _line.Options;

    /// <summary>Options that can also be set in the environment and the file.</summary>
    internal IReadOnlyList<Option> Settable => _line.Settable;

    /// <summary>The environment variable of an option.</summary>
    internal static string VariableOf(string flag) => new EnvironmentSettings(Program.Name).NameOf(flag);

    /// <summary>Parses the arguments and runs the program or a command; prints help, version or all errors instead.</summary>
    /// <returns>The exit code.</returns>
    public int Run(string[] arguments, Func<ExporterOptions, int> program, TextWriter errors, TextWriter? output = null) =>
        _line.Run(arguments, _environment, (options, warnings) => program(options with { Warnings = warnings }), errors, output);
}
