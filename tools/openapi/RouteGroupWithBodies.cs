using System.Reflection;
using BalloonExporter.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace BalloonExporter.OpenApi;

/// <summary>The endpoints with the metadata that tell what their bodies hold.</summary>
/// <remarks>The exporter's own endpoints do not have them: routing would then refuse a body without its Content-Type (415).</remarks>
internal sealed class RouteGroupWithBodies(IEndpointRouteBuilder routes)
{
    public void Map()
    {
        var group = routes.MapGroup("");
        group.MapApi();
        ((IEndpointConventionBuilder)group).Finally(TellBody);
    }

    private static void TellBody(EndpointBuilder endpoint)
    {
        var parameters = endpoint.Metadata.OfType<MethodInfo>().Single().GetParameters();
        foreach (var type in parameters.Select(parameter => parameter.ParameterType).Where(IsBody))
            endpoint.Metadata.Add(new Body(type.GetGenericArguments()[0]));
    }

    private static bool IsBody(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(RequestBody<>);

    private sealed record Body(Type RequestType) : IAcceptsMetadata
    {
        public IReadOnlyList<string> ContentTypes { get; } = ["application/json"];

        public bool IsOptional => RequestType == typeof(PauseQuestion) || RequestType == typeof(RestartQuestion);
    }
}
