using BalloonExporter.Core.Model;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Pages;

/// <summary>The form in a request's body.</summary>
internal static class PageForm
{
    private const int MostBytes = 8 * Kib.Bytes;
    private const string Type = "application/x-www-form-urlencoded";

    private static readonly FormOptions Bounds = new() { ValueCountLimit = 8, KeyLengthLimit = 64, ValueLengthLimit = MostBytes, BufferBodyLengthLimit = MostBytes };

    /// <summary>The fields; null: it is no form, or too large.</summary>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public static async Task<IFormCollection?> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentType?.Split(';')[0].Trim().Equals(Type, StringComparison.OrdinalIgnoreCase) != true || context.Request.ContentLength > MostBytes)
            return null;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = MostBytes;
        try
        {
            return await new FormFeature(context.Request, Bounds).ReadFormAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
