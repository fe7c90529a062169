using System.Net;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Ui;

/// <summary>An exporter with keys for each right, and an operator's browser, as far as headers and cookies go.</summary>
internal sealed class OperatorClient : IAsyncDisposable
{
    private readonly ApiFolder _folder;
    private readonly HttpClient _http;

    private OperatorClient(TestExporter exporter, ApiFolder folder)
    {
        (Exporter, _folder) = (exporter, folder);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = exporter.Addresses[0] };
    }

    public TestExporter Exporter { get; }

    /// <summary>The keys, by name, with what each may.</summary>
    public static IReadOnlyDictionary<string, Scope[]> Keys { get; } = new Dictionary<string, Scope[]>
    {
        ["reader"] = [Scope.Read],
        ["pauser"] = [Scope.Read, Scope.Pause],
        ["planner"] = [Scope.Read, Scope.Policy],
        ["restarter"] = [Scope.Read, Scope.Restart],
        ["forcer"] = [Scope.Read, Scope.Restart, Scope.Force],
        ["blind"] = [Scope.Pause, Scope.Policy, Scope.Restart, Scope.Force, Scope.Feedback],
        ["all"] = [.. Enum.GetValues<Scope>()],
    };

    /// <summary>The cookies, as the header has them.</summary>
    public string? Cookies { get; set; }

    /// <summary>What a browser says of where a request comes from.</summary>
    public string? FetchSite { get; set; } = "same-origin";

    public string KeysFile => _folder.KeysFile;

    public static string TokenOf(string key) => $"{key}-0123456789abcdef";

    public static string Domain(int number = 1) => $"/ui/domains/{Snapshots.Uuid(number)}";

    /// <param name="change">Changes the options.</param>
    /// <param name="more">Lines of the keys file beside those of <see cref="Keys"/>.</param>
    /// <param name="time">The clock.</param>
    public static async Task<OperatorClient> StartAsync(Func<ExporterOptions, ExporterOptions>? change = null, string more = "", TimeProvider? time = null)
    {
        var folder = new ApiFolder();
        var keys = string.Join('\n', Keys.Select(key => folder.Key(key.Key, TokenOf(key.Key), string.Join(", ", key.Value.Select(Scopes.ToLabel)))));
        var options = TestOptions.Act with { Api = folder.Options($"{keys}\n{more}") with { Socket = null } };
        var exporter = await TestExporter.StartAsync(change?.Invoke(options) ?? options, time ?? TimeProvider.System);
        foreach (var number in (int[])[1, 2])
        {
            exporter.Policies.Add(new StoredDomain(Snapshots.Uuid(number), $"guest{number}", true, Snapshots.Domain(number).Facts with { NextMaximumKib = 4 * Snapshots.GiB }));
            exporter.Power[Snapshots.Uuid(number)] = FakeDomainPower.Running(number);
        }

        exporter.Reader.Answer = () => Task.FromResult(Snapshots.Host(Snapshots.Domain(1), Snapshots.Domain(2, currentKib: 2 * Snapshots.GiB)) with { TakenAt = TimeProvider.System.GetUtcNow().Steady() });
        return new OperatorClient(exporter, folder);
    }

    /// <summary>Begins a session with a key.</summary>
    public async Task SignInAsync(string key)
    {
        var (status, _, response) = await PostAsync("/ui/signin", $"key={TokenOf(key)}");
        Assert.Equal((HttpStatusCode.SeeOther, "./"), (status, response.Headers.Location!.OriginalString));
        Cookies = Assert.Single(response.Headers.GetValues("Set-Cookie")).Split(';')[0];
    }

    public Task<(HttpStatusCode Status, string Page, HttpResponseMessage Response)> GetAsync(string path, Action<HttpRequestMessage>? change = null) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative)), change);

    public Task<(HttpStatusCode Status, string Page, HttpResponseMessage Response)> PostAsync(string path, string form = "", Action<HttpRequestMessage>? change = null) => SendAsync(
        new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative))
        {
            Content = new StringContent(form, new System.Net.Http.Headers.MediaTypeHeaderValue("application/x-www-form-urlencoded")),
        },
        change);

    /// <summary>A page, once it has a text: restarts go on beside requests.</summary>
    public async Task<string> PageWithAsync(string path, string text)
    {
        var page = "";
        for (var look = 0; look < 500 && !page.Contains(text, StringComparison.Ordinal); look++)
        {
            await Task.Delay(10);
            (_, page, _) = await GetAsync(path);
        }

        Assert.Contains(text, page, StringComparison.Ordinal);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Exporter.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<(HttpStatusCode Status, string Page, HttpResponseMessage Response)> SendAsync(HttpRequestMessage request, Action<HttpRequestMessage>? change)
    {
        if (Cookies is not null)
            request.Headers.Add("Cookie", Cookies);
        if (FetchSite is not null)
            request.Headers.Add("Sec-Fetch-Site", FetchSite);
        change?.Invoke(request);
        var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(), response);
    }
}
