using System.Buffers;
using Microsoft.AspNetCore.Http.Features;

namespace BalloonExporter.Api;

/// <summary>
/// The body of a request, as a parameter of a handler: read as a whole when the handler asks for it, as many bytes as its page takes, in the
/// time that it grants, and not more at once than <see cref="LargeBodies"/> has. Whatever is wrong with it becomes a refusal, never an
/// exception.
/// </summary>
/// <typeparam name="T">What it holds as JSON.</typeparam>
/// <remarks>
/// A parameter that the framework reads would be parsed before any handler runs, from a buffer as large as the client likes, whatever
/// other messages are held; its faults have no text of this program, or name types of .NET; and it would answer 415 to senders that give no
/// <c>Content-Type</c>, as scripts do.
/// </remarks>
internal sealed class RequestBody<T>(HttpContext context, LargeBodies large, TimeProvider time)
    where T : class
{
    // Clients send from memory over a nearby network.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>Nothing is read yet.</summary>
    public static ValueTask<RequestBody<T>?> BindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        return new(new RequestBody<T>(context, services.GetRequiredService<LargeBodies>(), services.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Reads the body and passes it to a parser.</summary>
    /// <param name="limit">Size limit in bytes.</param>
    /// <param name="parse">Makes a message of the bytes, or says what is wrong: one of the two. Never throws because of what they hold.</param>
    /// <param name="admit">Whether a body of this size may be processed now; it is parsed after that. Null: always.</param>
    /// <returns>The message, or what is wrong: one of the two.</returns>
    /// <exception cref="OperationCanceledException">The client has disconnected.</exception>
    public async Task<(T? Message, Refusal? Refusal)> ReadAsync(
        int limit, Func<ReadOnlyMemory<byte>, (T? Message, Refusal? Refusal)> parse, Func<int, CancellationToken, Task<bool>>? admit = null)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            // A body announced as too large is answered at once, and the server discards it for a few seconds: a client that is cut off
            // while sending never sees the answer.
            var announcedTooLarge = context.Request.ContentLength > limit;
            size.MaxRequestBodySize = announcedTooLarge ? null : limit;
            if (announcedTooLarge)
                return (null, Refusal.TooLarge(limit));
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
                    return (null, Refusal.TooLarge(limit));
                if (length < buffer.Length)
                    continue;
                borrowed = await large.TryTakeAsync(reading.Token);
                if (borrowed is null)
                    return (null, Refusal.Busy);
                buffer.CopyTo(borrowed, 0);
                buffer = borrowed;
            }

            if (admit is not null && !await admit(length, context.RequestAborted))
                return (null, Refusal.Busy);
            return parse(buffer.AsMemory(0, length));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // The rest may take hours: this connection is closed.
            context.Response.Headers.Connection = "close";
            return (null, Refusal.TooSlow(Deadline));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Refusal.TooLarge(limit));
        }
        catch (BadHttpRequestException exception)
        {
            return (null, new Refusal(exception.StatusCode, exception.Message));
        }
        catch (IOException exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            // Thrown by the server for a chunk with an invalid size.
            return (null, Refusal.BadRequest(exception.Message));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(small);
            if (borrowed is not null)
                large.GiveBack(borrowed);
        }
    }
}
