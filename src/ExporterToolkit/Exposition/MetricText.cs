using System.Buffers;
using System.Globalization;
using System.Text;

namespace ExporterToolkit.Exposition;

/// <summary>UTF-8 text in pooled pieces, so that a page of megabytes creates no garbage. Not thread-safe.</summary>
public sealed class MetricText : IDisposable
{
    // Small enough that the pool can keep the pieces of a whole page, and well below the limit of the large object heap.
    private const int PieceSize = 16 * 1024;

    // Longer than any number.
    private const int NumberSize = 32;

    private static readonly SearchValues<char> Special = SearchValues.Create("\\\"\n");

    private readonly List<(byte[] Piece, int Length)> _full = [];
    private byte[] _piece = ArrayPool<byte>.Shared.Rent(PieceSize);
    private int _length;

    /// <summary>Adds text as it is.</summary>
    public void Append(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            // A character takes three bytes at most, a pair of surrogates four.
            var length = Math.Min(text.Length, PieceSize / 3);
            if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
                length--;
            var room = Room(length * 3);
            _length += Encoding.UTF8.GetBytes(text[..length], room);
            text = text[length..];
        }
    }

    /// <summary>Adds the value of a label, written as the format wants it.</summary>
    public void AppendLabel(ReadOnlySpan<char> value)
    {
        for (var at = value.IndexOfAny(Special); at >= 0; at = value.IndexOfAny(Special))
        {
            Append(value[..at]);
            Append(value[at] switch { '\\' => @"\\", '"' => "\\\"", _ => "\\n" });
            value = value[(at + 1)..];
        }

        Append(value);
    }

    /// <summary>Adds a number in the shortest form that reads back as the same.</summary>
    public void Append(double value)
    {
        var room = Room(NumberSize);
        value.TryFormat(room, out var written, default, CultureInfo.InvariantCulture);
        _length += written;
    }

    public async Task WriteToAsync(Stream output, CancellationToken cancellation)
    {
        foreach (var (piece, length) in _full)
            await output.WriteAsync(piece.AsMemory(0, length), cancellation);
        await output.WriteAsync(_piece.AsMemory(0, _length), cancellation);
    }

    /// <summary>Returns the pieces to the pool. Nothing may be appended after this.</summary>
    public void Dispose()
    {
        foreach (var (piece, _) in _full)
            ArrayPool<byte>.Shared.Return(piece);
        ArrayPool<byte>.Shared.Return(_piece);
        _full.Clear();
        (_piece, _length) = ([], 0);
    }

    private Span<byte> Room(int size)
    {
        if (_piece.Length - _length < size)
        {
            _full.Add((_piece, _length));
            (_piece, _length) = (ArrayPool<byte>.Shared.Rent(PieceSize), 0);
        }

        return _piece.AsSpan(_length);
    }
}
