using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using BalloonExporter.Options;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace BalloonExporter.OpenApi;

/// <summary>The OpenAPI document of the exporter's endpoints, which the exporter has embedded and serves.</summary>
internal static class ApiDocument
{
    private const string Name = "v1";

    // As people write JSON: the file is read in diffs.
    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Makes it. Nothing is started: no address is opened, libvirt is not asked.</summary>
    public static async Task<string> MakeAsync(ExporterOptions options)
    {
        var schemas = new SchemaNames();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(ApiDocument).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging();
        builder.Services.AddExporter(options);
        builder.Services.PostConfigure<JsonOptions>(json => PlainTypes.Configure(json.SerializerOptions));
        builder.Services.AddOpenApi(Name, openApi =>
        {
            openApi.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            openApi.CreateSchemaReferenceId = schemas.Of;
        });
        await using var app = builder.Build();
        app.UseRouting();
#pragma warning disable ASP0014 // Routes that are mapped at the top level are only seen once a server starts.
        app.UseEndpoints(endpoints => new RouteGroupWithBodies(endpoints).Map());
#pragma warning restore ASP0014
        var endpoints = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().ToList();
        var made = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync();
        using var text = new StringWriter();
        made.SerializeAsV31(new OpenApiJsonWriter(text));
        var document = JsonNode.Parse(text.ToString())!.AsObject();
        new Description(document, Texts.OfExporter(), schemas).Complete(endpoints);
        return document.ToJsonString(Written) + "\n";
    }
}
