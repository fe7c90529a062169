using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Alertmanager;

/// <summary>Reads the active alerts of one Alertmanager.</summary>
internal sealed class AlertmanagerClient : IDisposable
{
    // More than the maximum number of alerts takes: a larger answer needs a filter.
    private const int AnswerLimit = 16 * Kib.BytesPerMiB;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    private readonly Uri _question;
    private readonly IReadOnlyList<RequestHeader> _headers;
    private readonly TimeProvider _time;
    private readonly string? _user;
    private readonly string? _password;
    private readonly ReloadedToken? _tokenFile;
    private readonly ReloadedToken? _passwordFile;
    private readonly string? _authorityFile;
    private FileVersion? _authorities;
    private HttpClient? _http;

    public AlertmanagerClient(Uri address, AlertmanagerOptions options, TimeProvider time)
    {
        _time = time;
        _headers = options.Headers;
        var plain = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        Name = plain.AbsoluteUri.TrimEnd('/');
        var filters = options.Filters.Select(filter => "&filter=" + Uri.EscapeDataString(filter));
        _question = new Uri($"{Name}/api/v2/alerts?active=true&silenced=false&inhibited=false{string.Concat(filters)}");
        if (address.UserInfo.Split(':', 2) is [{ Length: > 0 } user, ..] parts)
            (_user, _password) = (Uri.UnescapeDataString(user), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
        _tokenFile = options.TokenFile is { } token ? new ReloadedToken(token.FullName, leastLength: 1) : null;
        _passwordFile = options.PasswordFile is { } password ? new ReloadedToken(password.FullName, leastLength: 1) : null;
        _authorityFile = options.AuthorityFile?.FullName;
    }

    /// <summary>The address without credentials, for metrics and logs.</summary>
    public string Name { get; }

    /// <summary>Error of the last read; null without one. Used to log each problem once.</summary>
    public string? Problem { get; set; }

    /// <summary>The active alerts that match the filters.</summary>
    /// <exception cref="HttpRequestException">The request failed, or the status was not 200.</exception>
    /// <exception cref="JsonException">The answer is not a list of alerts.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task<IReadOnlyList<PolledAlert>> ReadAsync(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Deadline, _time);
        using var asking = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _question);
            request.Headers.Authorization = Authorization();
            foreach (var header in _headers)
                header.TryAddTo(request);
            using var response = await Connections().SendAsync(request, asking.Token);
            if (response.StatusCode != HttpStatusCode.OK)
                throw new HttpRequestException($"it answered {(int)response.StatusCode} {TextBounds.Cut(response.ReasonPhrase ?? "")}");
            var alerts = JsonSerializer.Deserialize(
                await response.Content.ReadAsByteArrayAsync(asking.Token), PolledAlertJson.Default.IReadOnlyListPolledAlert);
            return [.. (alerts ?? throw new JsonException("expected a list")).OfType<PolledAlert>()];
        }
        catch (TooManyAlertsException exception)
        {
            throw new HttpRequestException($"{exception.Message}: set --alertmanager.filter", exception);
        }
        catch (OperationCanceledException exception) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"it did not answer within {Deadline.TotalSeconds:0} s", exception);
        }
    }

    public void Dispose() => _http?.Dispose();

    // Connections trusted by the old authorities are not reused.
    private HttpClient Connections()
    {
        _authorities = _authorities?.LookAgain();
        if (_http is not null && (_authorityFile is null || _authorities is not null))
            return _http;
        _http?.Dispose();
        _http = null;
        _http = new HttpClient(ServerTrust.Connections(ReadAuthorities()))
        {
            // The timeout is enforced with our clock.
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = AnswerLimit,
        };
        return _http;
    }

    private X509Certificate2Collection? ReadAuthorities()
    {
        try
        {
            return _authorityFile is null ? null : AuthorityFile.Read(_authorityFile, out _authorities);
        }
        catch (FormatException exception)
        {
            throw new HttpRequestException(exception.Message, exception);
        }
    }

    private AuthenticationHeaderValue? Authorization()
    {
        if (_tokenFile is not null)
            return new AuthenticationHeaderValue("Bearer", Secret(_tokenFile));
        if (_user is null)
            return null;
        var password = _passwordFile is null ? _password : Secret(_passwordFile);
        return new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_user}:{password}")));
    }

    private static string Secret(ReloadedToken file) => file.Read(out _) ?? throw new HttpRequestException($"{file.Problem}");
}
