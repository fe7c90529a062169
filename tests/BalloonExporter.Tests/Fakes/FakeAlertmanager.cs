using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Fakes;

/// <summary>Something on loopback that answers as Alertmanager's API does, or as the test says.</summary>
internal sealed class FakeAlertmanager : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly List<(string Target, string Authorization)> _asked = [];

    private FakeAlertmanager(WebApplication app)
    {
        _app = app;
        app.Run(context =>
        {
            lock (_asked)
                _asked.Add((context.Request.Path + context.Request.QueryString, context.Request.Headers.Authorization.ToString()));
            return Answer(context);
        });
    }

    public Uri Address => new(_app.Urls.First());

    /// <summary>What it answers. Alerts of the last <see cref="Has"/> unless a test says otherwise.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context => context.Response.WriteAsync("[]");

    public IReadOnlyList<(string Target, string Authorization)> Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    public static async Task<FakeAlertmanager> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
                listen.UseHttps(certificate);
        }));
        var alertmanager = new FakeAlertmanager(builder.Build());
        await alertmanager._app.StartAsync();
        return alertmanager;
    }

    /// <summary>One alert in the form of the API.</summary>
    public static string Alert(
        int domain, long targetBytes, string fingerprint, DateTimeOffset? evaluatedAt = null, DateTimeOffset? endsAt = null, string state = "active") => $$"""
        {
          "annotations": {"balloon_target_bytes": "{{targetBytes}}", "balloon_evaluated_at": "{{(evaluatedAt ?? Snapshots.Noon.AddSeconds(-5)).ToUnixTimeSeconds()}}"},
          "endsAt": "{{endsAt ?? Snapshots.Noon.AddMinutes(4):yyyy-MM-ddTHH:mm:ss.fffZ}}",
          "fingerprint": "{{fingerprint}}",
          "receivers": [{"name": "balloon-exporter"}],
          "startsAt": "2026-05-04T11:00:00.000Z",
          "status": {"inhibitedBy": [], "silencedBy": [], "state": "{{state}}"},
          "updatedAt": "2026-05-04T11:59:59.000Z",
          "generatorURL": "http://prometheus/graph",
          "labels": {"alertname": "BalloonTarget", "uuid": "{{Snapshots.Uuid(domain)}}"}
        }
        """;

    public static string Heartbeat(string fingerprint = "heartbeat") => $$"""
        {
          "annotations": {}, "endsAt": "{{Snapshots.Noon.AddMinutes(4):yyyy-MM-ddTHH:mm:ss.fffZ}}", "fingerprint": "{{fingerprint}}",
          "status": {"inhibitedBy": [], "silencedBy": [], "state": "active"}, "labels": {"alertname": "BalloonHeartbeat"}
        }
        """;

    public void Has(params string[] alerts) => Answer = context =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($"[{string.Join(',', alerts)}]");
    };

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
