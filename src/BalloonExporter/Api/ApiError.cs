using BalloonExporter.Core.Model;
using ExporterToolkit.Hosting;

namespace BalloonExporter.Api;

/// <summary>The answer of pages below <c>/api/</c> to a request that cannot be served.</summary>
internal sealed record ApiError
{
    /// <summary>What is wrong.</summary>
    public required string Error { get; init; }

    /// <summary>Why a restart was refused; absent in other answers.</summary>
    [ClosedSet(typeof(RestartRefusal))]
    public string? Reason { get; init; }

    /// <summary>Memory that the host lacks for a restart; absent in other answers.</summary>
    public long? MissingBytes { get; init; }

    /// <summary>Writes the answer. It is kept as a feature of the request, for the log line.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The answer's status.</param>
    /// <param name="error">What is wrong, for a person.</param>
    /// <param name="kind">What kind of fault it is, of a closed set; null where the status says enough. The log tells of each kind once a minute.</param>
    public static Task WriteAsync(HttpContext context, int status, string error, string? kind = null) =>
        WriteAsync(context, status, new ApiError { Error = error }, kind);

    /// <summary>Writes an answer that has more than its text.</summary>
    /// <inheritdoc cref="WriteAsync(HttpContext, int, string, string)"/>
    public static Task WriteAsync(HttpContext context, int status, ApiError error, string? kind)
    {
        // The text may quote the request.
        var answer = error with { Error = TextBounds.Cut(error.Error, TextBounds.Error) };
        context.Features.Set(new RequestFault(answer.Error, kind));
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(answer, ApiJson.Answers.ApiError);
    }
}
