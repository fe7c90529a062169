namespace BalloonExporter.Pages;

/// <summary>The embedded files of the pages.</summary>
internal static class AssetEndpoint
{
    private const string ForEver = "public, max-age=31536000, immutable";

    /// <summary>Answers with one of them.</summary>
    public static Task WriteAsync(HttpContext context, PageAsset asset)
    {
        context.Response.Headers.CacheControl = ForEver;
        context.Response.ContentType = asset.Type;
        context.Response.ContentLength = asset.Bytes.Length;
        return context.Response.Body.WriteAsync(asset.Bytes, context.RequestAborted).AsTask();
    }
}
