using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli.Backtesting;

/// <summary>Asks a Prometheus, or what answers like one.</summary>
internal sealed class PrometheusClient : IDisposable
{
    private const int AnswerLimit = 64 * Kib.BytesPerMiB;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly PrometheusAccess _access;
    private readonly AuthenticationHeaderValue? _authorization;

    public PrometheusClient(Uri address, PrometheusAccess access)
    {
        _access = access;
        Name = new UriBuilder(address) { UserName = "", Password = "" }.Uri.AbsoluteUri.TrimEnd('/');
        _authorization = access.Token is { } token ? new AuthenticationHeaderValue("Bearer", token) : Basic(address.UserInfo, access.Password);
        _http = new HttpClient(ServerTrust.Connections(access.Authorities)) { Timeout = Deadline, MaxResponseContentBufferSize = AnswerLimit };
    }

    /// <summary>The address without credentials.</summary>
    public string Name { get; }

    /// <summary>Asks for a range of a query.</summary>
    /// <param name="query">PromQL.</param>
    /// <param name="from">UNIX seconds of the first moment.</param>
    /// <param name="to">UNIX seconds of the last.</param>
    /// <param name="stepSeconds">Seconds between two.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The answer, a matrix.</returns>
    /// <exception cref="HttpRequestException">It does not answer, or refuses; the message says why.</exception>
    /// <exception cref="JsonException">The answer is none of a Prometheus.</exception>
    public Task<JsonDocument> RangeAsync(string query, long from, long to, int stepSeconds, CancellationToken cancellation) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"query_range?query={Uri.EscapeDataString(query)}&start={from}&end={to}&step={stepSeconds}"), cancellation);

    /// <summary>Asks for a query at one moment.</summary>
    /// <returns>The answer, a vector.</returns>
    /// <exception cref="HttpRequestException">It does not answer, or refuses; the message says why.</exception>
    /// <exception cref="JsonException">The answer is none of a Prometheus.</exception>
    public Task<JsonDocument> InstantAsync(string query, long at, CancellationToken cancellation) =>
        AskAsync(string.Create(CultureInfo.InvariantCulture, $"query?query={Uri.EscapeDataString(query)}&time={at}"), cancellation);

    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> AskAsync(string question, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Name}/api/v1/{question}");
        request.Headers.Authorization = _authorization;
        foreach (var header in _access.Headers)
            header.TryAddTo(request);
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            var body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return response.IsSuccessStatusCode ? JsonDocument.Parse(body) : throw new HttpRequestException($"it answered {(int)response.StatusCode} {TextBounds.Cut(Reason(body) ?? response.ReasonPhrase ?? "")}".TrimEnd());
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new HttpRequestException($"it did not answer within {Deadline.TotalSeconds:0} s", exception);
        }
    }

    // What Prometheus says in an error of its own.
    private static string? Reason(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("error", out var error) ? error.ToString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static AuthenticationHeaderValue? Basic(string userInfo, string? password)
    {
        if (userInfo.Split(':', 2) is not [{ Length: > 0 } user, ..] parts)
            return null;
        password ??= parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.UnescapeDataString(user)}:{password}")));
    }
}
