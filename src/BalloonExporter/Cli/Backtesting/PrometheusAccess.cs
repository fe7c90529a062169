using System.Security.Cryptography.X509Certificates;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>How a Prometheus is reached.</summary>
internal sealed record PrometheusAccess
{
    /// <summary>Extra request headers, for example a tenant.</summary>
    public IReadOnlyList<RequestHeader> Headers { get; init; } = [];

    /// <summary>Bearer token; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>Password of the user in the address, before one in the address itself; null: none.</summary>
    public string? Password { get; init; }

    /// <summary>Trusted authorities; null: those of this machine.</summary>
    public X509Certificate2Collection? Authorities { get; init; }
}
