using System.Globalization;
using System.Text;

namespace ExporterToolkit.Logging;

/// <summary>
/// Messages before the log is set up. Write errors are ignored: a full disk or a closed descriptor must not change how the program ends.
/// </summary>
public sealed class ErrorText(int descriptor) : TextWriter(CultureInfo.InvariantCulture)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly DescriptorWriter _writer = new(descriptor);

    public override Encoding Encoding => Encoding.UTF8;

    public override void Write(char value) => Write([value]);

    public override void Write(string? value) => Write(value.AsSpan());

    public override void WriteLine(string? value) => Write(value + "\n");

    public override void Write(ReadOnlySpan<char> buffer)
    {
        var bytes = new byte[Encoding.GetByteCount(buffer)];
        Encoding.GetBytes(buffer, bytes);
        _ = _writer.Write(bytes, Patience, out _);
    }
}
