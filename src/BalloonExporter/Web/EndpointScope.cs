using BalloonExporter.Api;

namespace BalloonExporter.Web;

/// <summary>What a connection may ask for: a feature of every connection, set by the address that it came in through.</summary>
/// <remarks>The address itself decides, not the port or the name that a request claims to be for.</remarks>
internal sealed record EndpointScope(bool ServesMetrics, bool ServesApi)
{
    public static EndpointScope Both { get; } = new(true, true);

    public static EndpointScope MetricsOnly { get; } = new(true, false);

    public static EndpointScope ApiOnly { get; } = new(false, true);

    /// <summary>The UNIX socket of the API: the kernel vouches for who calls, so the web configuration, made for the network, does not apply.</summary>
    public static EndpointScope Local { get; } = ApiOnly with { IsLocal = true };

    /// <summary>Whether the caller's user is a key.</summary>
    public bool IsLocal { get; init; }

    public bool Serves(HttpContext context, string telemetryPath)
    {
        if (ApiGate.Guards(context))
            return ServesApi;
        return ServesMetrics || !IsMetrics(context, telemetryPath);
    }

    /// <summary>Metadata of the endpoint with the metrics.</summary>
    public sealed class MetricsPage;

    // A page asked for with a method that it does not take has no metadata.
    private static bool IsMetrics(HttpContext context, string telemetryPath) => context.GetEndpoint()?.Metadata.GetMetadata<MetricsPage>() is not null
        || context.Request.Path.Equals(telemetryPath, StringComparison.OrdinalIgnoreCase);
}
