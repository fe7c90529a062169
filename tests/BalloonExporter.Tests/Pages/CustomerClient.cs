using System.Net;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Tests.Pages;

/// <summary>An exporter with the customers' page, and a browser of a customer, as far as headers and cookies go.</summary>
internal sealed class CustomerClient : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly HttpClient _http;

    private CustomerClient(TestExporter exporter, DirectoryInfo folder)
    {
        (Exporter, _folder) = (exporter, folder);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = exporter.Addresses[1] };
    }

    public TestExporter Exporter { get; }

    public Uri Address => _http.BaseAddress!;

    /// <summary>The cookies, as the header has them.</summary>
    public string? Cookies { get; set; }

    /// <summary>What a browser says of where a change comes from.</summary>
    public string? FetchSite { get; set; } = "same-origin";

    public static string Server(int number = 1) => $"/server/{Snapshots.Uuid(number)}";

    public static async Task<CustomerClient> StartAsync(Func<ExporterOptions, ExporterOptions>? change = null, TimeProvider? time = null)
    {
        var folder = Directory.CreateTempSubdirectory("balloon");
        var keys = Path.Combine(folder.FullName, "keys");
        await File.WriteAllTextAsync(keys, TestLink.Secret);
        var options = TestOptions.Act with { Customer = new CustomerOptions { ListenAddresses = [new ListenAddress("127.0.0.1", 0)], KeyFile = new FileInfo(keys) } };
        var exporter = await TestExporter.StartAsync(change?.Invoke(options) ?? options, time ?? TimeProvider.System);
        exporter.Policies.Add(new StoredDomain(Snapshots.Uuid(1), "guest1", true, Snapshots.Domain(1).Facts));
        exporter.Policies.Add(new StoredDomain(Snapshots.Uuid(2), "guest2", true, Snapshots.Domain(2).Facts));
        exporter.Power[Snapshots.Uuid(1)] = FakeDomainPower.Running(1);
        exporter.Reader.Answer = () => Task.FromResult(Snapshots.Host(Snapshots.Domain(1), Snapshots.Domain(2)) with { TakenAt = TimeProvider.System.GetUtcNow().Steady() });
        return new CustomerClient(exporter, folder);
    }

    /// <summary>Opens the page of the first server.</summary>
    public async Task OpenAsync(string may = "[\"read\",\"policy\",\"restart\",\"force\"]")
    {
        var (status, _, response) = await PostAsync("/open", $"token={NewLink().Claim("may", may).Signed()}");
        Assert.Equal((HttpStatusCode.SeeOther, $"server/{Snapshots.Uuid(1)}"), (status, response.Headers.Location!.OriginalString));
        Cookies = Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    public static TestLink NewLink(int domain = 1) => new(TimeProvider.System.GetUtcNow(), domain);

    public Task<(HttpStatusCode Status, string Page, HttpResponseMessage Response)> GetAsync(string path, Action<HttpRequestMessage>? change = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), change);

    public Task<(HttpStatusCode Status, string Page, HttpResponseMessage Response)> PostAsync(string path, string form = "", Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(form, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        };
        if (FetchSite is not null)
            request.Headers.Add("Sec-Fetch-Site", FetchSite);
        return SendAsync(request, change);
    }

    /// <summary>The page of the first server, once it has a text: restarts go on beside requests.</summary>
    public async Task<string> PageWithAsync(string text)
    {
        var page = "";
        for (var look = 0; look < 500 && !page.Contains(text, StringComparison.Ordinal); look++)
        {
            await Task.Delay(10);
            (_, page, _) = await GetAsync(Server());
        }

        Assert.Contains(text, page, StringComparison.Ordinal);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Exporter.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<(HttpStatusCode Status, string Page, HttpResponseMessage Response)> SendAsync(HttpRequestMessage request, Action<HttpRequestMessage>? change)
    {
        if (Cookies is not null)
            request.Headers.Add("Cookie", Cookies);
        change?.Invoke(request);
        var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
