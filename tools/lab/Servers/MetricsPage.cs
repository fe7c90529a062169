using System.Globalization;
using System.Text;

namespace BalloonExporter.Lab;

/// <summary>A scraped page in Prometheus' text format.</summary>
public sealed class MetricsPage
{
    private MetricsPage(string text, IReadOnlyList<Sample> samples)
    {
        Text = text;
        Samples = samples;
    }

    public string Text { get; }

    public IReadOnlyList<Sample> Samples { get; }

    public IEnumerable<Sample> All(string name, params (string Label, string Value)[] labels) =>
        Samples.Where(sample => sample.Name == name && sample.Has(labels));

    /// <summary>Null when the series is not there; throws when the labels fit several.</summary>
    public double? Find(string name, params (string Label, string Value)[] labels)
    {
        var found = All(name, labels).Take(2).ToList();
        return found.Count switch
        {
            0 => null,
            1 => found[0].Value,
            _ => throw new LabException($"several series {name} fit {string.Join(", ", labels)}"),
        };
    }

    public double Value(string name, params (string Label, string Value)[] labels) =>
        Find(name, labels) ?? throw new LabException($"no series {name} {string.Join(", ", labels)} on the page");

    public double Sum(string name, params (string Label, string Value)[] labels) => All(name, labels).Sum(sample => sample.Value);

    public static MetricsPage Parse(string text)
    {
        var samples = text.Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(ParseLine)
            .ToList();
        return new MetricsPage(text, samples);
    }

    internal static double ParseValue(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    private static Sample ParseLine(string line)
    {
        var labels = new Dictionary<string, string>();
        var at = line.IndexOfAny(['{', ' ']);
        var name = line[..at];
        if (line[at] == '{')
        {
            at++;
            while (line[at] != '}')
            {
                var equals = line.IndexOf('=', at);
                var label = line[at..equals].Trim(',', ' ');
                at = equals + 2;
                labels[label] = ReadQuoted(line, ref at);
                if (line[at] == ',')
                    at++;
            }

            at++;
        }

        return new Sample(name, labels, ParseValue(line[at..].Trim().Split(' ')[0]));
    }

    /// <summary>Reads up to the closing quote and leaves <paramref name="at"/> behind it.</summary>
    private static string ReadQuoted(string line, ref int at)
    {
        var value = new StringBuilder();
        for (; line[at] != '"'; at++)
        {
            if (line[at] == '\\')
            {
                at++;
                value.Append(line[at] == 'n' ? '\n' : line[at]);
            }
            else
            {
                value.Append(line[at]);
            }
        }

        at++;
        return value.ToString();
    }
}
