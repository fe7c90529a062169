using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using BalloonExporter.Api;
using BalloonExporter.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BalloonExporter.Tests.Web;

/// <summary>Every answer of a page below <c>/api/</c> that any test gets has a status that the page's description has.</summary>
internal sealed class DescribedAnswers
{
    // The web configuration's, of every page of the exporter: too many requests, and a file that became wrong.
    private static readonly string[] OfTheServer = ["429", "500"];

    private static readonly Lazy<HashSet<string>> Described = new(Read);

    private readonly ConcurrentDictionary<string, bool> _others = new();

    public async Task NoteAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<Guarded>() is null || context.RequestAborted.IsCancellationRequested)
            return;
        // An address that does not serve the API has no such page.
        if (context.Features.Get<EndpointScope>() is { ServesApi: false })
            return;
        var method = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods.Single();
        var status = context.Response.StatusCode.ToString(CultureInfo.InvariantCulture);
        var answer = $"{method} {endpoint.RoutePattern.RawText} {status}";
        if (!OfTheServer.Contains(status) && !Described.Value.Contains(answer))
            _others[answer] = true;
    }

    public void AreAll() => Assert.Empty(_others.Keys);

    private static HashSet<string> Read()
    {
        using var description = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "src", "BalloonExporter", "Api", "openapi.json")));
        return [.. from path in description.RootElement.GetProperty("paths").EnumerateObject()
                   from operation in path.Value.EnumerateObject()
                   from response in operation.Value.GetProperty("responses").EnumerateObject()
                   select $"{operation.Name.ToUpperInvariant()} {path.Name} {response.Name}"];
    }
}
