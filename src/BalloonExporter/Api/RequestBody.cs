using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Api;

/// <summary>
/// Reads the body of a request as a whole: as many bytes as its page takes, in the time that it grants, and not more at once than
/// <see cref="LargeBodies"/> has. Whatever is wrong with it becomes an answer, never an exception.
/// </summary>
internal sealed class RequestBody(LargeBodies large, TimeProvider time)
{
    // Everybody who asks sends from memory, over a network that is next door.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Reads the body and hands it to a parser while it is held.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The largest body that is read, in bytes.</param>
    /// <param name="parse">Makes something of the bytes. Never throws because of what they hold.</param>
    /// <param name="admit">Whether a body of so many bytes may be worked on now; it is not parsed before. Null: always.</param>
    /// <returns>What was made of it, or what is wrong: one of the two.</returns>
    /// <exception cref="OperationCanceledException">Whoever asked has hung up.</exception>
    public async Task<(T? Parsed, BodyProblem? Problem)> ReadAsync<T>(
        HttpContext context, int limit, Func<ReadOnlyMemory<byte>, T> parse, Func<int, CancellationToken, Task<bool>>? admit = null)
        where T : class
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // A body announced as too large is answered at once and read to nowhere by the server for a few seconds: a client
            // that is cut off while it sends never sees the answer.
            var announcedTooLarge = context.Request.ContentLength > limit;
            size.MaxRequestBodySize = announcedTooLarge ? null : limit;
            if (announcedTooLarge)
                return (null, BodyProblem.TooLarge(limit));
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        var small = ArrayPool<byte>.Shared.Rent(LargeBodies.SmallBytes);
        byte[]? borrowed = null;
        try
        {
            var (buffer, length) = (small, 0);
            while (await context.Request.Body.ReadAsync(buffer.AsMemory(length), reading.Token) is > 0 and var read)
            {
                length += read;
                if (length > limit)
                    return (null, BodyProblem.TooLarge(limit));
                if (length < buffer.Length)
                    continue;
                borrowed = await large.TryTakeAsync(reading.Token);
                if (borrowed is null)
                    return (null, BodyProblem.Busy);
                buffer.CopyTo(borrowed, 0);
                buffer = borrowed;
            }

            if (admit is not null && !await admit(length, context.RequestAborted))
                return (null, BodyProblem.Busy);
            return (parse(buffer.AsMemory(0, length)), null);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // The rest may come for hours: this connection has had its time.
            context.Response.Headers.Connection = "close";
            return (null, BodyProblem.TooSlow(Deadline));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, BodyProblem.TooLarge(limit));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, new BodyProblem(exception.StatusCode, exception.Message));
        }
        catch (IOException exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            // What the server throws at a chunk whose size is no number that it knows.
            return (null, new BodyProblem(StatusCodes.Status400BadRequest, exception.Message));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(small);
            if (borrowed is not null)
                large.GiveBack(borrowed);
        }
    }
}

/// <summary>Why a body was not read.</summary>
/// <param name="Status">Status of the answer.</param>
/// <param name="Error">What is wrong, for a person.</param>
internal sealed record BodyProblem(int Status, string Error)
{
    public static BodyProblem Busy { get; } = new(StatusCodes.Status503ServiceUnavailable, "too much is asked for at once: try again");

    public static BodyProblem TooLarge(int limit) => new(StatusCodes.Status413PayloadTooLarge, $"the body is larger than {limit} bytes");

    public static BodyProblem TooSlow(TimeSpan deadline) =>
        new(StatusCodes.Status408RequestTimeout, $"the body did not come within {deadline.TotalSeconds:0} s");

    public Task WriteAsync(HttpContext context)
    {
        if (Status == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "1";
        return ApiError.WriteAsync(context, Status, Error);
    }
}
