namespace BalloonExporter.Api;

/// <summary>Why a request is not served: the result of an endpoint beside its answer.</summary>
/// <remarks>
/// The framework's own results (<c>BadRequest&lt;T&gt;</c> and the like) would not leave the error with the request, where the log looks
/// for it, and there is none for 408, 413 and 503.
/// </remarks>
/// <param name="Status">Status of the answer.</param>
/// <param name="Error">The error, for people.</param>
/// <param name="Kind">What kind of fault it is, of a closed set; null where the status says enough.</param>
internal sealed record Refusal(int Status, string Error, string? Kind = null) : IResult
{
    public static Refusal Busy { get; } = new(StatusCodes.Status503ServiceUnavailable, "too much is asked for at once: try again") { RetryAfter = "1" };

    /// <summary>Seconds after which to try again; null: not said.</summary>
    public string? RetryAfter { get; private init; }

    /// <summary>Why a restart was refused; null in other refusals.</summary>
    public string? Reason { get; init; }

    /// <summary>Memory that the host lacks for a restart.</summary>
    public long? MissingBytes { get; init; }

    public static Refusal BadRequest(string error) => new(StatusCodes.Status400BadRequest, error);

    public static Refusal TooLarge(int limit) => new(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {limit} bytes");

    public static Refusal TooSlow(TimeSpan deadline) =>
        new(StatusCodes.Status408RequestTimeout, $"the body did not come within {deadline.TotalSeconds:0} s");

    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (RetryAfter is not null)
            httpContext.Response.Headers.RetryAfter = RetryAfter;
        return ApiError.WriteAsync(httpContext, Status, new ApiError { Error = Error, Reason = Reason, MissingBytes = MissingBytes }, Kind);
    }
}
