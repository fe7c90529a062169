namespace BalloonExporter.Ui;

/// <summary>The address of a domain's dashboard.</summary>
internal static class GrafanaLink
{
    private const string Dashboard = "/d/balloon-domain";

    /// <param name="grafana">Grafana's address; what its query has is kept. Null: not known.</param>
    /// <param name="uuid">The domain.</param>
    public static Uri? Of(Uri? grafana, Guid uuid)
    {
        if (grafana is null)
            return null;
        var query = grafana.Query.TrimStart('?');
        return new UriBuilder(grafana)
        {
            Path = grafana.AbsolutePath.TrimEnd('/') + Dashboard,
            Query = $"{query}{(query.Length > 0 ? "&" : "")}var-uuid={uuid}",
        }.Uri;
    }
}
