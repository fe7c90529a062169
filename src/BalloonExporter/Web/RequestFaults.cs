using BalloonExporter.Api;

namespace BalloonExporter.Web;

/// <summary>What the server throws at a request that is not HTTP as it should be is an answer to who sent it, never an error of ours.</summary>
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
            // Whoever asked has hung up: nobody is left to be answered.
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
