using System.Text;

namespace BalloonExporter.Fuzz;

/// <summary>One reader of the program, fed with bytes that others wrote.</summary>
/// <param name="Name">Its name on the command line, and its folder in the corpus.</param>
/// <param name="Read">Reads the bytes. What it documents as bad input is caught in it; everything else it throws is a finding.</param>
public sealed record Target(string Name, Action<byte[]> Read)
{
    // What the readers of texts are given: the program decodes files and bodies the same way, bad bytes become U+FFFD.
    public static Target OfText(string name, Action<string> read) => new(name, bytes => read(Encoding.UTF8.GetString(bytes)));
}
