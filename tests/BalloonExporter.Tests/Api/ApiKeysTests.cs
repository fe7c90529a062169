using System.Net;
using System.Text;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;

namespace BalloonExporter.Tests.Api;

/// <summary>What becomes of keys while the exporter runs, and what is left of those from before the keys file.</summary>
public sealed class ApiKeysTests : IDisposable
{
    private const string Panel = "panel-0123456789abcdef";
    private const string Hook = "hook-0123456789abcdef";

    private readonly ApiFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_changed_keys_file_counts_with_the_next_request()
    {
        await using var exporter = await StartAsync(_folder.Key("panel", Panel, "read"));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(exporter, Panel));
        Assert.Equal(HttpStatusCode.Forbidden, await PauseAsync(exporter, Panel));

        Write(_folder.Key("panel", Panel, "pause") + "\n" + _folder.Key("hook", Hook, "read"));

        Assert.Equal(HttpStatusCode.Forbidden, await ReadAsync(exporter, Panel));
        Assert.Equal(HttpStatusCode.OK, await PauseAsync(exporter, Panel));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(exporter, Hook));
        Assert.Contains(exporter.Log.Entries, entry => entry.Fields.TryGetValue("askedBy", out var by) && Equals(by, "key:panel@127.0.0.1"));
    }

    [Theory]
    [InlineData("- {name: panel, file: panel, may: [everything]}")]
    [InlineData("")]
    [InlineData("[[[")]
    [InlineData(null)]
    public async Task A_keys_file_that_became_wrong_opens_nothing_until_it_is_repaired_and_is_logged_once(string? wrong)
    {
        var keys = _folder.Key("panel", Panel, "read");
        await using var exporter = await StartAsync(keys);
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(exporter, Panel));
        if (wrong is null)
            File.Delete(_folder.KeysFile);
        else
            Write(wrong);

        for (var request = 0; request < 3; request++)
            Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(exporter, Panel));
        Assert.Single(exporter.Log.Entries, entry => entry.Message.StartsWith("The keys file is wrong", StringComparison.Ordinal));
        Assert.Equal("1", await exporter.MetricAsync("balloon_api_key_errors_total"));

        Write(keys);
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(exporter, Panel));
        Assert.Contains(exporter.Log.Entries, entry => entry.Message == "The keys file is good again");
    }

    [Fact]
    public async Task A_token_file_that_became_wrong_closes_its_own_entry_only()
    {
        await using var exporter = await StartAsync(_folder.Key("panel", Panel, "read") + "\n" + _folder.Key("hook", Hook, "read"));

        await File.WriteAllTextAsync(_folder.PathOf("panel"), "");

        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(exporter, Panel));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(exporter, ""));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(exporter, Hook));
        var line = Assert.Single(exporter.Log.Entries, entry => entry.Message.StartsWith("The token file", StringComparison.Ordinal));
        Assert.Equal("key:panel", line.Fields["key"]);
        Assert.Equal("1", await exporter.MetricAsync("balloon_api_key_errors_total"));

        await File.WriteAllTextAsync(_folder.PathOf("panel"), Panel + "-rotated");
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(exporter, Panel + "-rotated"));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(exporter, Panel));
    }

    [Fact]
    public async Task Beside_the_keys_file_the_old_token_opens_nothing()
    {
        await File.WriteAllTextAsync(_folder.PathOf("old"), "old-0123456789abcdef");
        await using var exporter = await StartAsync(_folder.Key("panel", Panel, "read"), options => options with
        {
            TokenFile = new FileInfo(_folder.PathOf("old")),
            FeedbackUsers = ["alice"],
        });

        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync(exporter, "old-0123456789abcdef"));
        Assert.Equal(HttpStatusCode.OK, await ReadAsync(exporter, Panel));
    }

    [Fact]
    public async Task A_user_has_the_scopes_of_its_entry_and_no_others()
    {
        var users = string.Concat(((string[])["alice", "scraper"]).Select(user => $"  {user}: {BCrypt.Net.BCrypt.HashPassword("wonderland", 4)}\n"));
        await File.WriteAllTextAsync(_folder.PathOf("web.yml"), $"basic_auth_users:\n{users}");
        await using var exporter = await StartAsync(
            "- {user: alice, may: [read]}", options => options with { WebConfigFile = new FileInfo(_folder.PathOf("web.yml")) });

        foreach (var (user, read, pause) in ((string, HttpStatusCode, HttpStatusCode)[])[
            ("alice:wonderland", HttpStatusCode.OK, HttpStatusCode.Forbidden),
            ("scraper:wonderland", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            ("alice:wrong", HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized)])
        {
            var authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user));
            Assert.Equal(read, await SendAsync(exporter, HttpMethod.Get, authorization));
            Assert.Equal(pause, await SendAsync(exporter, HttpMethod.Post, authorization));
        }

        using var asked = await exporter.Http.GetAsync(new Uri("/api/v1/pause", UriKind.Relative));
        Assert.Equal("Basic", asked.Headers.WwwAuthenticate.ToString());
        Assert.Equal("""{"error":"a user with a password that may read is needed"}""", await asked.Content.ReadAsStringAsync());
    }

    private static Task<HttpStatusCode> ReadAsync(TestExporter exporter, string token) => SendAsync(exporter, HttpMethod.Get, $"Bearer {token}");

    private static Task<HttpStatusCode> PauseAsync(TestExporter exporter, string token) => SendAsync(exporter, HttpMethod.Post, $"Bearer {token}");

    private static async Task<HttpStatusCode> SendAsync(TestExporter exporter, HttpMethod method, string authorization)
    {
        using var request = new HttpRequestMessage(method, "/api/v1/pause");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await exporter.Http.SendAsync(request);
        return response.StatusCode;
    }

    private void Write(string keys) => File.WriteAllText(_folder.KeysFile, keys);

    private async Task<TestExporter> StartAsync(string keys, Func<ExporterOptions, ExporterOptions>? with = null)
    {
        var options = TestOptions.Act with { Api = _folder.Options(keys) };
        return await TestExporter.StartAsync(with?.Invoke(options) ?? options);
    }
}
