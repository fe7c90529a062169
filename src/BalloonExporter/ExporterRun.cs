using System.Net.Sockets;
using System.Runtime.InteropServices;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Web;
using ExporterToolkit.Configuration;
using Microsoft.AspNetCore.Connections;

namespace BalloonExporter;

/// <summary>One run of the exporter, until it is stopped by a signal.</summary>
internal sealed partial class ExporterRun(WebApplication app, ExporterOptions options, ApiSocket socket)
{
    private readonly ILogger _log = app.Services.GetRequiredService<ILogger<ExporterRun>>();

    /// <summary>Runs until SIGTERM or SIGINT. Returns the exit code.</summary>
    public int Run()
    {
        foreach (var warning in options.Warnings)
            Warned(warning);
        try
        {
            app.Start();
        }
        catch (Exception exception) when (exception is SocketException or IOException { InnerException: AddressInUseException or null })
        {
            CannotListen(exception.Message);
            return ExitCode.Failed;
        }

        Listening(
            string.Join(' ', app.Urls),
            options.Mode == ExporterMode.Act ? "act" : "observe",
            options.HypervisorAddresses,
            Kib.ToBytes(options.MemoryBudgetKib));
        if (socket.Problem is { } problem)
            NoSocket(problem);
        // Without a handler it would end the process. Files are checked for changes with each use, so there is nothing to trigger.
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            HungUp();
        });
        app.WaitForShutdown();
        return ExitCode.Stopped;
    }

    [LoggerMessage(LogLevel.Warning, "The configuration has a warning")]
    private partial void Warned(string warning);

    [LoggerMessage(LogLevel.Error, "Cannot listen: choose another --web.listen-address or stop the process that listens there")]
    private partial void CannotListen(string err);

    [LoggerMessage(LogLevel.Warning, "The API has no UNIX socket")]
    private partial void NoSocket(string err);

    [LoggerMessage(LogLevel.Information, "SIGHUP: keys, tokens, certificates and the web configuration are read again when they change, without a signal; options and the configuration file need a restart")]
    private partial void HungUp();

    [LoggerMessage(LogLevel.Information, "Listening")]
    private partial void Listening(string address, string mode, string libvirtUri, long? memoryBudgetBytes);
}
