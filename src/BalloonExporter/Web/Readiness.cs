using BalloonExporter.Domains;

namespace BalloonExporter.Web;

/// <summary><c>/-/ready</c>: whether libvirt can be reached now.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<IResult> GetAsync(SharedReader reader, CancellationToken cancellation)
    {
        var snapshot = await reader.ReadAsync(Patience, cancellation);
        return snapshot.LibvirtUp
            ? Results.Text("BalloonExporter is ready.\n")
            : Results.Text("libvirt cannot be reached.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
