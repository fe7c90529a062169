using BalloonExporter;
using BalloonExporter.Commands;
using BalloonExporter.Footprint;
using BalloonExporter.Hypervisor;
using BalloonExporter.Options;
using BalloonExporter.Web;

return new CommandLine(EnvironmentSettings.OfThisProcess(), CommandList.All(ServiceRegistration.NotRunning)).Run(args, RunExporter, Console.Error);

static int RunExporter(ExporterOptions options)
{
    _ = MemoryAdvice.TryShareArena();
    if (LibvirtLibrary.TryLoad() is { } missing)
    {
        Console.Error.WriteLine($"balloon-exporter: {missing}");
        return ExitCode.Usage;
    }

    using var socket = options.Sockets.Any(handed => handed.Serves == SocketPurpose.Api) ? ApiSocket.None : ApiSocket.Open(options.Api);
    if (socket.Problem is { } problem && options.Api.SocketIsNamed)
    {
        Console.Error.WriteLine($"balloon-exporter: --api.socket: {problem}.");
        return socket.IsTaken ? ExitCode.Failed : ExitCode.Usage;
    }

    var builder = ExporterHost.CreateBuilder(options, socket);
    builder.Logging.AddExporter(options);
    builder.Services.AddExporter(options);
    using var app = builder.Build();
    app.MapExporter(options);
    return new ExporterRun(app, options, socket).Run();
}
