using BalloonExporter.Api;
using BalloonExporter.Ui;
using ExporterToolkit.Hosting;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Web;

/// <summary>The web configuration is for the network. The pages below <c>/api/</c> and <c>/ui/</c> have their own keys, and customers have links.</summary>
internal sealed class WebConfigScope : IWebConfigScope
{
    public bool IsExempt(HttpContext context) => context.Features.GetRequiredFeature<EndpointScope>().IsLocal;

    public bool HasOwnKeys(HttpContext context) => ApiGate.Guards(context) || UiGate.Guards(context) || context.Features.GetRequiredFeature<EndpointScope>().ServesCustomers;
}
