using BalloonExporter.Core.Model;

namespace BalloonExporter.Pages;

/// <summary>Where a browser goes after a change: reloading that page changes nothing again.</summary>
internal static class PageRedirect
{
    /// <summary>To the page of the server, from one below it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="uuid">The server.</param>
    /// <param name="refusal">Why a restart was refused; null: none was.</param>
    public static void ToServer(HttpContext context, Guid uuid, RestartRefusal? refusal = null)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"../{uuid}{(refusal is { } reason ? $"?{ServerEndpoint.Refused}={reason.ToLabel()}" : "")}";
    }
}
