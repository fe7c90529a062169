using BalloonExporter;
using BalloonExporter.Cli;
using BalloonExporter.Footprint;
using BalloonExporter.Options;
using BalloonExporter.Web;
using ExporterToolkit.Configuration;
using ExporterToolkit.Hosting;
using ExporterToolkit.Logging;

using var errors = new ErrorText(StandardError.Descriptor);
return new CommandLine(EnvironmentSettings.OfThisProcess(), CommandList.All(ServiceRegistration.NotRunning)).Run(args, RunExporter, errors);

int RunExporter(ExporterOptions options)
{
    OutOfMemory.EndsTheProcess();
    _ = MemoryAdvice.TryShareArena();
    if ((CommandBackend.TryLoad() ?? CommandBackend.Refusal(options)) is { } missing)
    {
        errors.WriteLine($"balloon-exporter: {missing}");
        return ExitCode.Usage;
    }

    using var socket = options.Sockets.Any(handed => handed.Serves == SocketPurpose.Api) ? ApiSocket.None : ApiSocket.Open(options.Api);
    if (socket.Problem is { } problem && options.Api.SocketIsNamed)
    {
        errors.WriteLine($"balloon-exporter: --api.socket: {problem}.");
        return socket.IsTaken ? ExitCode.Failed : ExitCode.Usage;
    }

    var builder = ExporterHost.CreateBuilder(options, socket);
    builder.Logging.AddExporter(options);
    builder.Services.AddExporter(options);
    using var app = builder.Build();
    app.MapExporter(options);
    return new ExporterRun(app, options, socket).Run();
}
