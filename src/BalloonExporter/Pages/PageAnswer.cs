namespace BalloonExporter.Pages;

/// <summary>The answer with a page.</summary>
internal static class PageAnswer
{
    public static Task WriteAsync(HttpContext context, int status, string page)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(page, context.RequestAborted);
    }
}
