using BalloonExporter.Cli;
using BalloonExporter.Options;
using ExporterToolkit.Configuration;
using ExporterToolkit.WebConfig;

namespace BalloonExporter.Fuzz.Targets;

/// <summary>Files that operators write.</summary>
internal static class FileTargets
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("balloon-fuzz-").FullName;

    static FileTargets() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);

    public static Target Configuration { get; } = new("config-file", bytes =>
    {
        var file = Path.Combine(Folder, "config.yml");
        File.WriteAllBytes(file, bytes);
        using var errors = new StringWriter();
        _ = new CommandLine().Run([$"--config.file={file}"], _ => ExitCode.Stopped, errors);
    });

    public static Target WebConfiguration { get; } = Target.OfText("web-config", text =>
    {
        try
        {
            _ = WebConfigReader.Read(text, Folder);
        }
        catch (FormatException)
        {
            // Told with all that is wrong.
        }
    });

    public static Target Fleet { get; } = Target.OfText("fleet-targets", text =>
    {
        _ = TargetsFile.Read("targets.yml", text, []);
        _ = TargetsFile.Read("targets.txt", text, []);
    });
}
