using System.Buffers.Text;

namespace BalloonExporter.Kernel;

/// <summary>Parses numbers in small kernel files without allocation.</summary>
internal static class KernelText
{
    /// <summary>The number of a line such as <c>VmSwap:     12 kB</c> or <c>oom_kill 3</c>. Null when there is none.</summary>
    public static long? Value(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var line = Line(text, name);
        return line.IsEmpty ? null : Number(line.TrimStart(": \t"u8));
    }

    /// <summary>The first letter of a line such as <c>State:  S (sleeping)</c>. Null when there is none.</summary>
    public static byte? First(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var value = Line(text, name).TrimStart(": \t"u8);
        return value.IsEmpty ? null : value[0];
    }

    /// <summary>The total of a pressure file's line such as <c>some avg10=0.00 avg60=0.00 avg300=0.00 total=12345</c>, in microseconds.</summary>
    public static TimeSpan? Pressure(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var line = Line(text, name);
        var total = line.IndexOf("total="u8);
        return total < 0 || Number(line[(total + "total="u8.Length)..]) is not { } microseconds ? null : TimeSpan.FromMicroseconds(microseconds);
    }

    /// <summary>The number at the start of the text. Null when there is none.</summary>
    public static long? Number(ReadOnlySpan<byte> text) => Utf8Parser.TryParse(text, out long value, out _) && value >= 0 ? value : null;

    // The rest of the line that begins with the name; empty when there is none.
    private static ReadOnlySpan<byte> Line(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        for (var from = 0; text[from..].IndexOf(name) is >= 0 and var skipped; from += skipped + name.Length)
        {
            var start = from + skipped;
            var rest = text[(start + name.Length)..];
            if ((start > 0 && text[start - 1] != '\n') || rest.IsEmpty || rest[0] is not ((byte)':' or (byte)' '))
                continue;
            var end = rest.IndexOf((byte)'\n');
            return end < 0 ? rest : rest[..end];
        }

        return default;
    }
}
