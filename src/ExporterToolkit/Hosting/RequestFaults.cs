namespace ExporterToolkit.Hosting;

/// <summary>Answers requests that are not valid HTTP. They are errors of the client, not of this program.</summary>
public static class RequestFaults
{
    /// <summary>To come before whatever reads a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="next">What serves it.</param>
    /// <param name="answer">Writes a status and what is wrong.</param>
    public static async Task HandleAsync(HttpContext context, RequestDelegate next, Func<HttpContext, int, string, Task> answer)
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
            await answer(context, exception.StatusCode, exception.Message);
        }
        catch (IOException exception) when (!context.Response.HasStarted)
        {
            await answer(context, StatusCodes.Status400BadRequest, exception.Message);
        }
    }
}
