using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BalloonExporter.Alertmanager;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;

namespace BalloonExporter.Cli;

/// <summary>What a Prometheus recommends now, as the message that Alertmanager would send.</summary>
internal static class PrometheusSource
{
    private const string Page = "api/v1/alerts";
    private const string Firing = "firing";

    // Alerts of a large fleet.
    private const int AnswerLimit = 64 * Kib.BytesPerMiB;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Asks for it.</summary>
    /// <param name="address">The Prometheus, with user and password where it needs them.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <returns>The message, or what is wrong: one of the two.</returns>
    public static async Task<(AlertmanagerMessage? Message, string? Problem)> ReadAsync(Uri address, CancellationToken cancellation)
    {
        var plain = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        var name = plain.AbsoluteUri.TrimEnd('/');
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var http = new HttpClient(handler) { Timeout = Deadline, MaxResponseContentBufferSize = AnswerLimit };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{name}/{Page}");
        request.Headers.Authorization = UserOf(address);
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
                return (null, $"{name} answered {(int)response.StatusCode} to /{Page}");
            var answer = JsonSerializer.Deserialize(await response.Content.ReadAsByteArrayAsync(cancellation), PrometheusJson.Default.PrometheusAnswer);
            return answer?.Data?.Alerts is { } alerts ? (MessageOf(alerts), null) : (null, $"what answers at {name} is no Prometheus");
        }
        catch (JsonException)
        {
            return (null, $"what answers at {name} is no Prometheus");
        }
        catch (HttpRequestException exception)
        {
            return (null, $"no Prometheus answers at {name}: {(exception.InnerException ?? exception).Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"{name} did not answer within {Deadline.TotalSeconds:0} s");
        }
    }

    private static AuthenticationHeaderValue? UserOf(Uri address) => address.UserInfo.Length == 0
        ? null
        : new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo))));

    private static AlertmanagerMessage MessageOf(IReadOnlyList<PrometheusAlert?> alerts) => new()
    {
        Version = AlertmanagerMessage.KnownVersion,
        Alerts =
        [
            .. alerts.OfType<PrometheusAlert>()
                .Where(alert => alert.State == Firing && alert.Labels?.GetValueOrDefault(AlertReader.NameLabel) == AlertNames.Target)
                .Select(alert => new AlertmanagerAlert { Status = Firing, Labels = alert.Labels, Annotations = alert.Annotations }),
        ],
    };
}
