using BalloonExporter.Core.Ports;

namespace BalloonExporter.Web;

/// <summary><c>/-/ready</c>: whether libvirt can be reached now.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Anonymous clients may call it often: no domain is read for it.
    public static async Task<IResult> GetAsync(SharedReader reader, CancellationToken cancellation)
    {
        return await reader.IsLibvirtUpAsync(Patience, cancellation)
            ? Results.Text("BalloonExporter is ready.\n")
            : Results.Text("libvirt cannot be reached.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
