using System.Buffers;
using System.IO.Compression;

namespace ExporterToolkit.Exposition;

/// <summary>A complete page in pooled pieces. Written by one thread, then read by any number, then returned to the pool.</summary>
public sealed class PageBytes : Stream
{
    private const int PieceSize = 16 * 1024;

    private readonly List<byte[]> _pieces = [];
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>The page, piece by piece.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Pieces()
    {
        for (var index = 0; index < _pieces.Count; index++)
            yield return _pieces[index].AsMemory(0, (int)Math.Min(PieceSize, _length - ((long)index * PieceSize)));
    }

    /// <summary>The same page, compressed with gzip.</summary>
    public PageBytes Compressed()
    {
        var compressed = new PageBytes();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (var piece in Pieces())
                gzip.Write(piece.Span);
        }

        return compressed;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var at = (int)(_length % PieceSize);
            if (at == 0)
                _pieces.Add(ArrayPool<byte>.Shared.Rent(PieceSize));
            var part = buffer[..Math.Min(buffer.Length, PieceSize - at)];
            part.CopyTo(_pieces[^1].AsSpan(at));
            _length += part.Length;
            buffer = buffer[part.Length..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (var piece in _pieces)
            ArrayPool<byte>.Shared.Return(piece);
        _pieces.Clear();
        _length = 0;
        base.Dispose(disposing);
    }
}
