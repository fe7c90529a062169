using System.Text.Json;
using System.Text.RegularExpressions;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Web;
using Microsoft.AspNetCore.Routing;

namespace BalloonExporter.Tests.Api;

/// <summary>The description and the pages tell the same story.</summary>
public sealed class ApiDescriptionTests : IAsyncLifetime
{
    private TestExporter _exporter = null!;
    private JsonDocument _description = null!;

    public async Task InitializeAsync()
    {
        _exporter = await TestExporter.StartAsync();
        using var response = await _exporter.Http.GetAsync(new Uri("/api/v1/openapi.json", UriKind.Relative));
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        _description = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }

    public async Task DisposeAsync()
    {
        _description.Dispose();
        await _exporter.DisposeAsync();
    }

    [Fact]
    public void Every_page_is_described_and_every_described_page_is_there()
    {
        var mapped = from endpoint in _exporter.Endpoints.OfType<RouteEndpoint>()
                     let path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
                     where path.StartsWith("/api/", StringComparison.Ordinal)
                     from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                     select $"{method} {path}";
        var described = from path in _description.RootElement.GetProperty("paths").EnumerateObject()
                        from operation in path.Value.EnumerateObject()
                        where operation.Name != "parameters"
                        select $"{operation.Name.ToUpperInvariant()} {path.Name}";

        Assert.Equal(mapped.Order(), described.Order());
    }

    [Fact]
    public void The_closed_sets_are_in_it()
    {
        // Written down here: the description is filled in from the program's own lists.
        Assert.Equal(["applied", "dry_run", "refused", "ignored", "failed", "pending"], Enumeration("Verdict"));
        Assert.Equal(["alert", "poll", "rescue", "donor", "emergency", "recovery", "release"], Enumeration("Origin"));
        Assert.Equal(ReasonsOfThePage().Order(StringComparer.Ordinal), Enumeration("Reason").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whatever_it_refers_to_is_in_it()
    {
        var schemas = _description.RootElement.GetProperty("components").GetProperty("schemas");
        var references = References(_description.RootElement).ToList();

        Assert.NotEmpty(references);
        Assert.All(references, reference => Assert.True(schemas.TryGetProperty(reference["#/components/schemas/".Length..], out _), reference));
    }

    [Theory]
    [InlineData("/api/v1/domains", "Domains")]
    [InlineData("/api/v1/decisions", "Decisions")]
    [InlineData("/api/v1/pause", "Pause")]
    public async Task Answers_hold_what_is_described_and_nothing_else(string path, string schema)
    {
        _exporter.Reader.Reads(Snapshots.Host());
        using var feedback = await _exporter.Http.PostAsync(
            new Uri("/api/v1/feedback", UriKind.Relative), new StringContent("""{"version": "4", "alerts": [{"status": "firing"}]}"""));
        using var pause = await _exporter.Http.PostAsync(
            new Uri("/api/v1/pause", UriKind.Relative), new StringContent("""{"reason": "x", "for": "1h"}"""));

        using var answer = JsonDocument.Parse(await _exporter.Http.GetStringAsync(new Uri(path, UriKind.Relative)));

        AssertFits(answer.RootElement, Schema(schema), schema);
    }

    [Fact]
    public async Task The_answer_to_feedback_holds_what_is_described()
    {
        using var response = await _exporter.Http.PostAsync(
            new Uri("/api/v1/feedback", UriKind.Relative), new StringContent("""{"version": "4", "alerts": [{"status": "firing", "fingerprint": "a"}]}"""));
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        AssertFits(answer.RootElement, Schema("FeedbackAnswer"), "FeedbackAnswer");
    }

    // As committed: a reason that comes or goes is seen in that page.
    private static List<string> ReasonsOfThePage()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "decisions.md"));
        List<string> reasons = [.. Regex.Matches(page, @"^\| `(\w+)` \|", RegexOptions.Multiline).Select(match => match.Groups[1].Value)];
        Assert.True(reasons.Count > 40, $"only {reasons.Count} reasons");
        return reasons;
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(
            property => property.Name == "$ref" ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };

    private JsonElement Schema(string name) => _description.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(name);

    private IEnumerable<string?> Enumeration(string name) => Schema(name).GetProperty("enum").EnumerateArray().Select(value => value.GetString());

    private void AssertFits(JsonElement value, JsonElement schema, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = Schema(reference.GetString()!.Split('/')[^1]);
        var type = schema.GetProperty("type").GetString();
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal((where, "object"), (where, type));
                var properties = schema.GetProperty("properties");
                foreach (var property in value.EnumerateObject())
                {
                    Assert.True(properties.TryGetProperty(property.Name, out var inner), $"{where}.{property.Name} is not described");
                    AssertFits(property.Value, inner, $"{where}.{property.Name}");
                }

                var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
                Assert.All(required, name => Assert.True(value.TryGetProperty(name, out _), $"{where}.{name} is missing"));
                break;
            case JsonValueKind.Array:
                Assert.Equal((where, "array"), (where, type));
                foreach (var item in value.EnumerateArray())
                    AssertFits(item, schema.GetProperty("items"), where + "[]");
                break;
            case JsonValueKind.Number:
                Assert.Equal((where, "integer"), (where, type));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Assert.Equal((where, "boolean"), (where, type));
                break;
            default:
                Assert.Equal((where, "string"), (where, type));
                break;
        }
    }
}
