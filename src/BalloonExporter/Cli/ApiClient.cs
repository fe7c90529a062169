using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BalloonExporter.Api;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary>A client of a running exporter's API.</summary>
internal sealed class ApiClient : IDisposable
{
    // Room for a restart is made for 30 s.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(45);

    private readonly HttpClient _http;

    private ApiClient(SocketsHttpHandler handler, Uri address, string name, string? token)
    {
        Name = name;
        _http = new HttpClient(handler) { BaseAddress = address, Timeout = Deadline };
        if (token is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Where it is, for messages.</summary>
    public string Name { get; }

    /// <summary>Over a UNIX socket.</summary>
    public static ApiClient Over(string socket, string? token) => new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellation);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        },
        new Uri("http://localhost"),
        socket,
        token);

    /// <summary>Over the network.</summary>
    /// <exception cref="IOException">The certificates cannot be read.</exception>
    public static ApiClient Over(Uri url, string? token, string? authorityFile)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        if (authorityFile is not null)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(Authorities(authorityFile));
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
        }

        return new ApiClient(handler, url, url.AbsoluteUri.TrimEnd('/'), token);
    }

    /// <summary>Sends a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">The page.</param>
    /// <param name="body">JSON; null: none.</param>
    /// <param name="type">What a good answer holds.</param>
    /// <param name="cancellation">Abandons it.</param>
    /// <returns>The answer, or what is wrong: one of the two.</returns>
    public async Task<(T? Answer, string? Error)> SendAsync<T>(HttpMethod method, string path, string? body, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request, cancellation);
            var content = await response.Content.ReadAsByteArrayAsync(cancellation);
            if (response.IsSuccessStatusCode)
                return (JsonSerializer.Deserialize(content, type) ?? throw new JsonException("it is empty"), null);
            return (null, TryReadError(content) ?? $"{Name} answered {(int)response.StatusCode}");
        }
        catch (HttpRequestException exception)
        {
            return (null, $"no exporter answers at {Name}: {(exception.InnerException ?? exception).Message}");
        }
        catch (JsonException)
        {
            return (null, $"what answers at {Name} is no exporter of this version");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return (null, $"{Name} did not answer in time");
        }
    }

    /// <summary>Asks for a page.</summary>
    /// <exception cref="IOException">There is no good answer; the message says why.</exception>
    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellation)
        where T : class
    {
        var (answer, error) = await SendAsync(HttpMethod.Get, path, null, type, cancellation);
        return answer ?? throw new IOException(error);
    }

    public void Dispose() => _http.Dispose();

    private static X509Certificate2Collection Authorities(string file)
    {
        try
        {
            return AuthorityFile.Read(file, out _);
        }
        catch (FormatException exception)
        {
            throw new IOException($"--ca-file: {exception.Message}", exception);
        }
    }

    private static string? TryReadError(byte[] content)
    {
        try
        {
            return JsonSerializer.Deserialize(content, ApiJson.Default.ApiError)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
