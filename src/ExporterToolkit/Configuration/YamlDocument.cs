using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ExporterToolkit.Configuration;

/// <summary>Reads a configuration file: one YAML document without anchors and aliases.</summary>
/// <remarks>Uses the parser's events; the library's object mapping needs reflection.</remarks>
public sealed class YamlDocument
{
    // The deepest file format here has five levels; each level uses stack.
    private const int MaximumDepth = 32;

    private readonly Parser _parser;
    private int _depth;

    private YamlDocument(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>Reads a document whose root is a mapping.</summary>
    /// <exception cref="FormatException">The message has the problem and its line.</exception>
    public static YamlMap Read(string text) => ReadAny(text) switch
    {
        null => new YamlMap(1, []),
        YamlMap map => map,
        var root => throw new FormatException($"line {root.Line}: expected a mapping"),
    };

    /// <summary>Reads a document with any root.</summary>
    /// <exception cref="FormatException">The message has the problem and its line.</exception>
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
            // The parser throws exceptions of many types for unfinished brackets and invalid escapes.
            throw new FormatException("not YAML: a bracket or a quotation mark is not closed", exception);
        }
    }

    // YAML allows no control characters (c-printable). The parser takes a NUL as the end of the file: text after it would be ignored silently.
    private static void RefuseControlCharacters(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsControl(text[index]) && text[index] is not ('\t' or '\n' or '\r' or '\u0085'))
                throw new FormatException($"line {text.AsSpan(0, index).Count('\n') + 1}: control character (U+{(int)text[index]:X4})");
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
            // No valid path, name or number contains a NUL, and system calls would cut the text there.
            Scalar scalar when scalar.Value.Contains('\0') => throw new FormatException($"line {scalar.Start.Line}: a NUL character"),
            Scalar scalar => new YamlScalar(scalar.Start.Line, scalar.Value),
            SequenceStart start => Deeper(start.Start.Line, ReadList),
            MappingStart start => Deeper(start.Start.Line, ReadMap),
            var other => throw new FormatException($"line {other.Start.Line}: anchors and aliases are not supported"),
        };
    }

    private YamlNode Deeper(long line, Func<long, YamlNode> read)
    {
        if (_depth == MaximumDepth)
            throw new FormatException($"line {line}: nested deeper than {MaximumDepth} levels");
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
                throw new FormatException($"line {key.Start.Line}: duplicate key {key.Value}");
            entries.Add(new(key.Value, ReadNode()));
        }

        return new YamlMap(line, entries);
    }
}
