using System.Net.Security;

namespace BalloonExporter.Lab;

/// <summary>
/// The lab's way to its own servers: always direct, whatever proxy the machine uses for the world, and by whatever certificate was made for
/// them here.
/// </summary>
internal static class LabHttp
{
    public static HttpClient Client { get; } = new(new SocketsHttpHandler
    {
        UseProxy = false,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null },
    })
    { Timeout = TimeSpan.FromSeconds(15) };

    public static async Task<bool> AnswersAsync(Uri address, CancellationToken cancel)
    {
        try
        {
            using var response = await Client.GetAsync(address, cancel);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
