using BalloonExporter.Options;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace BalloonExporter.Web;

/// <summary>Opens the addresses, and keeps every page to those that it is for.</summary>
internal static class Listening
{
    public static void Listen(this KestrelServerOptions server, ExporterOptions options)
    {
        server.AddServerHeader = false;
        var feedbackApart = options.FeedbackListenAddresses.Count > 0;
        foreach (var address in options.ListenAddresses)
            address.Listen(server, listen => Tag(listen, feedbackApart ? Listener.MetricsOnly : Listener.Both));
        foreach (var address in options.FeedbackListenAddresses)
            address.Listen(server, listen => Tag(listen, Listener.FeedbackOnly));
    }

    /// <summary>A page asked for at an address that does not serve it is not there.</summary>
    public static void UseListeners(this WebApplication app) => app.Use((context, next) =>
    {
        if (context.Features.GetRequiredFeature<Listener>().Serves(context.GetEndpoint()))
            return next(context);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    });

    private static void Tag(ListenOptions listen, Listener listener) => listen.Use(next => connection =>
    {
        connection.Features.Set(listener);
        return next(connection);
    });
}
