using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace BalloonExporter.Yaml;

/// <summary>Reads a configuration file: one document, without anchors and aliases.</summary>
/// <remarks>The parser's events are enough for that; the library's object mapping would need reflection.</remarks>
internal sealed class YamlDocument
{
    private readonly Parser _parser;

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
        try
        {
            return new YamlDocument(text).ReadRoot();
        }
        catch (YamlException exception)
        {
            throw new FormatException($"line {exception.Start.Line}: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // What the parser throws at some unfinished brackets.
            throw new FormatException("not YAML: a bracket or a quotation mark is not closed", exception);
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
            Scalar scalar => new YamlScalar(scalar.Start.Line, scalar.Value),
            SequenceStart start => ReadList(start.Start.Line),
            MappingStart start => ReadMap(start.Start.Line),
            var other => throw new FormatException($"line {other.Start.Line}: anchors and aliases are not read here"),
        };
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
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            if (entries.Any(entry => entry.Key == key.Value))
                throw new FormatException($"line {key.Start.Line}: {key.Value} is there twice");
            entries.Add(new(key.Value, ReadNode()));
        }

        return new YamlMap(line, entries);
    }
}
