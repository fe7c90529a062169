using BalloonExporter.Domains;

namespace BalloonExporter.Web;

/// <summary><c>/-/ready</c>: whether libvirt can be reached now.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly HashSet<Guid> NoJobs = [];

    public static async Task<IResult> GetAsync(IHostReader reader, CancellationToken cancellation)
    {
        var snapshot = await reader.ReadAsync(Deadline, NoJobs, cancellation);
        return snapshot.LibvirtUp
            ? Results.Text("BalloonExporter is ready.\n")
            : Results.Text("libvirt cannot be reached.\n", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
