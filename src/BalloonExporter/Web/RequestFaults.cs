using BalloonExporter.Api;

namespace BalloonExporter.Web;

/// <summary>Answers requests that are not valid HTTP. They are errors of the client, not of this program.</summary>
internal static class RequestFaults
{
    public static async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client has disconnected: no answer is possible.
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await ApiError.WriteAsync(context, exception.StatusCode, exception.Message);
        }
        catch (IOException exception) when (!context.Response.HasStarted)
        {
            await ApiError.WriteAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
    }
}
