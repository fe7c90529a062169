using BalloonExporter;
using BalloonExporter.Commands;
using BalloonExporter.Footprint;
using BalloonExporter.Hypervisor;
using BalloonExporter.Options;

return new CommandLine(EnvironmentSettings.OfThisProcess(), CommandList.All(ServiceRegistration.NotRunning)).Run(args, RunExporter, Console.Error);

static int RunExporter(ExporterOptions options)
{
    _ = MemoryAdvice.TryShareArena();
    if (LibvirtLibrary.TryLoad() is { } missing)
    {
        Console.Error.WriteLine($"balloon-exporter: {missing}");
        return ExitCode.Usage;
    }

    var builder = ExporterHost.CreateBuilder(options);
    builder.Logging.AddExporter(options);
    builder.Services.AddExporter(options);
    using var app = builder.Build();
    app.MapExporter(options);
    return new ExporterRun(app, options).Run();
}
