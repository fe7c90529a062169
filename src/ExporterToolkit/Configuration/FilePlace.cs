using System.Globalization;

namespace ExporterToolkit.Configuration;

/// <summary>A place in a file, for error messages.</summary>
/// <param name="Path">The file.</param>
/// <param name="Line">The line, from 1.</param>
public readonly record struct FilePlace(string Path, long Line)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path} line {Line}");
}
