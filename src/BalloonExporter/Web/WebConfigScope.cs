using BalloonExporter.Api;
using ExporterToolkit.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Web;

/// <summary>The web configuration is for the network, and the pages below <c>/api/</c> have their own keys.</summary>
internal sealed class WebConfigScope : IWebConfigScope
{
    public bool IsExempt(HttpContext context) => context.Features.GetRequiredFeature<EndpointScope>().IsLocal;

    public bool HasOwnKeys(HttpContext context) => ApiGate.Guards(context);
}
