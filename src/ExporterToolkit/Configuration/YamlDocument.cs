using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ExporterToolkit.Configuration;

/// <summary>Reads a configuration file: one document, without anchors and aliases.</summary>
/// <remarks>The parser's events are enough for that; the library's object mapping would need reflection.</remarks>
public sealed class YamlDocument
{
    // No file of ours nests more than five; each level costs stack.
    private const int MaximumDepth = 32;

    private readonly Parser _parser;
    private int _depth;

    private YamlDocument(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>Reads a document that is a map.</summary>
    /// <exception cref="FormatException">What is wrong, and in which line.</exception>
    public static YamlMap Read(string text) => ReadAny(text) switch
    {
        null => new YamlMap(1, []),
        YamlMap map => map,
        var root => throw new FormatException($"line {root.Line}: keys with values are expected"),
    };

    /// <summary>Reads a document, whatever it is.</summary>
    /// <exception cref="FormatException">What is wrong, and in which line.</exception>
    public static YamlNode? ReadAny(string text)
    {
        RefuseControlCharacters(text);
        try
        {
            return new YamlDocument(text).ReadRoot();
        }
        catch (YamlException exception)
        {
            throw new FormatException($"line {exception.Start.Line}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is not (FormatException or OutOfMemoryException))
        {
            // The parser throws what it likes at unfinished brackets and odd escapes.
            throw new FormatException("not YAML: a bracket or a quotation mark is not closed", exception);
        }
    }

    // YAML has none (c-printable). The parser takes a NUL for the end of the file: what stands behind it would silently not count.
    private static void RefuseControlCharacters(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]) && text[index] is not ('\t' or '\n' or '\r' or '\u0085'))
                throw new FormatException($"line {text.AsSpan(0, index).Count('\n') + 1}: a control character (U+{(int)text[index]:X4})");
        }
    }

    private YamlNode? ReadRoot()
    {
        _parser.Consume<StreamStart>();
        if (_parser.Accept<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var root = ReadNode();
        _parser.Consume<DocumentEnd>();
        if (!_parser.Accept<StreamEnd>(out _))
            throw new FormatException("more than one YAML document");
        return root;
    }

    private YamlNode? ReadNode()
    {
        return _parser.Consume<ParsingEvent>() switch
        {
            Scalar { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" } => null,
            // No path, no name and no number has one, and the system's calls end there.
            Scalar scalar when scalar.Value.Contains('\0') => throw new FormatException($"line {scalar.Start.Line}: a NUL character"),
            Scalar scalar => new YamlScalar(scalar.Start.Line, scalar.Value),
            SequenceStart start => Deeper(start.Start.Line, ReadList),
            MappingStart start => Deeper(start.Start.Line, ReadMap),
            var other => throw new FormatException($"line {other.Start.Line}: anchors and aliases are not read here"),
        };
    }

    private YamlNode Deeper(long line, Func<long, YamlNode> read)
    {
        if (_depth == MaximumDepth)
            throw new FormatException($"line {line}: nested more than {MaximumDepth} deep");
        _depth++;
        var node = read(line);
        _depth--;
        return node;
    }

    private YamlList ReadList(long line)
    {
        var items = new List<YamlNode?>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadNode());
        return new YamlList(line, items);
    }

    private YamlMap ReadMap(long line)
    {
        var entries = new List<KeyValuePair<string, YamlNode?>>();
        var known = new HashSet<string>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            if (!known.Add(key.Value))
                throw new FormatException($"line {key.Start.Line}: {key.Value} is there twice");
            entries.Add(new(key.Value, ReadNode()));
        }

        return new YamlMap(line, entries);
    }
}
