using BalloonExporter.Api;
using BalloonExporter.Pages;
using BalloonExporter.Ui;

namespace BalloonExporter.Web;

/// <summary>What a connection may be used for: a feature of every connection, set by the address that accepted it.</summary>
/// <remarks>Determined by the address itself, not by the port or host name in a request.</remarks>
internal sealed record EndpointScope(bool ServesMetrics, bool ServesApi)
{
    public static EndpointScope Both { get; } = new(true, true);

    public static EndpointScope MetricsOnly { get; } = new(true, false);

    public static EndpointScope ApiOnly { get; } = new(false, true);

    /// <summary>The customers' page, and of the API what their links open: this address may be reached from the internet.</summary>
    public static EndpointScope CustomersOnly { get; } = new EndpointScope(false, false) with { ServesCustomers = true };

    /// <summary>The UNIX socket of the API: the kernel identifies the caller, so the web configuration, made for the network, does not apply.</summary>
    public static EndpointScope Local { get; } = ApiOnly with { IsLocal = true };

    /// <summary>Whether callers are identified by their user.</summary>
    public bool IsLocal { get; init; }

    /// <summary>Whether it is for customers, and nothing else.</summary>
    public bool ServesCustomers { get; init; }

    public bool Serves(HttpContext context, string telemetryPath)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (ServesCustomers || metadata?.GetMetadata<CustomerPage>() is not null)
            return ServesCustomers && (metadata?.GetMetadata<CustomerPage>() is not null || metadata?.GetMetadata<Guarded>() is { IsOfOneDomain: true });
        if (ApiGate.Guards(context) || UiGate.Guards(context))
            return ServesApi;
        return ServesMetrics || !IsMetrics(context, telemetryPath);
    }

    /// <summary>Metadata of the metrics endpoint.</summary>
    public sealed class MetricsPage;

    // A request with a method that the page does not accept has no metadata.
    private static bool IsMetrics(HttpContext context, string telemetryPath) => context.GetEndpoint()?.Metadata.GetMetadata<MetricsPage>() is not null
        || context.Request.Path.Equals(telemetryPath, StringComparison.OrdinalIgnoreCase);
}
