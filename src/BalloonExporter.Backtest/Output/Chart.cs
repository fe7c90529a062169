using System.Globalization;
using System.Net;
using System.Text;

namespace BalloonExporter.Backtest.Output;

/// <summary>A picture of lines over an axis, as SVG without anything from outside.</summary>
internal sealed class Chart
{
    private const int Left = 64;
    private const int Right = 8;
    private const int Top = 8;
    private const int Bottom = 22;
    private const int Lines = 4;

    private readonly StringBuilder _svg = new();
    private readonly int _width;
    private readonly int _height;
    private readonly double _most;

    /// <param name="title">What it shows, for those who cannot see it.</param>
    /// <param name="most">The largest value.</param>
    /// <param name="width">Width, pixels.</param>
    /// <param name="height">Height, pixels.</param>
    public Chart(string title, double most, int width = 900, int height = 220)
    {
        (_width, _height) = (width, height);
        _most = Rounded(most);
        Append($"<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\"><title>{WebUtility.HtmlEncode(title)}</title>");
        for (var line = 0; line <= Lines; line++)
        {
            var value = _most * line / Lines;
            Append($"<line class=\"grid\" x1=\"{Left}\" x2=\"{width - Right}\" y1=\"{Y(value):0.#}\" y2=\"{Y(value):0.#}\"/><text x=\"{Left - 6}\" y=\"{Y(value) + 4:0.#}\" text-anchor=\"end\">{value:0.###}</text>");
        }
    }

    /// <summary>Labels of the horizontal axis, from the left to the right end.</summary>
    public Chart Axis(IReadOnlyList<string> labels)
    {
        for (var index = 0; index < labels.Count; index++)
        {
            var anchor = index == 0 ? "start" : index == labels.Count - 1 ? "end" : "middle";
            Append($"<text x=\"{X(index, labels.Count):0.#}\" y=\"{_height - 6}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(labels[index])}</text>");
        }

        return this;
    }

    /// <summary>A line; it is interrupted where a value is no number.</summary>
    /// <param name="style">Its class in the style sheet.</param>
    /// <param name="values">Its values, at equal distances.</param>
    public Chart Line(string style, IReadOnlyList<double> values)
    {
        _svg.Append("<path class=\"").Append(style).Append("\" d=\"");
        var pen = 'M';
        for (var index = 0; index < values.Count; index++)
        {
            if (double.IsNaN(values[index]))
            {
                pen = 'M';
                continue;
            }

            Append($"{pen}{X(index, values.Count):0.#} {Y(values[index]):0.#}");
            pen = 'L';
        }

        _svg.Append("\"/>");
        return this;
    }

    /// <summary>Areas on top of each other.</summary>
    public Chart Stack(IReadOnlyList<(string Style, IReadOnlyList<double> Values)> areas)
    {
        var below = new double[areas[0].Values.Count];
        foreach (var (style, values) in areas)
        {
            var above = below.Zip(values, (from, value) => from + value).ToArray();
            _svg.Append("<path class=\"").Append(style).Append("\" d=\"");
            for (var index = 0; index < above.Length; index++)
                Append($"{(index == 0 ? 'M' : 'L')}{X(index, above.Length):0.#} {Y(above[index]):0.#}");
            for (var index = above.Length - 1; index >= 0; index--)
                Append($"L{X(index, above.Length):0.#} {Y(below[index]):0.#}");
            _svg.Append("Z\"/>");
            below = above;
        }

        return this;
    }

    /// <summary>The picture.</summary>
    public override string ToString() => _svg + "</svg>";

    private double X(int index, int count) => Left + ((_width - Left - Right) * (count < 2 ? 0.5 : index / (double)(count - 1)));

    private double Y(double value) => _height - Bottom - ((_height - Top - Bottom) * Math.Min(1, value / _most));

    private void Append(FormattableString text) => _svg.Append(text.ToString(CultureInfo.InvariantCulture));

    // 1, 2, 4 or 8 times a power of ten: a quarter of it is a number that can be read.
    private static double Rounded(double most)
    {
        if (!(most > 0))
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(most)));
        foreach (var factor in (ReadOnlySpan<int>)[1, 2, 4, 8])
        {
            if (most <= factor * power)
                return factor * power;
        }

        return 10 * power;
    }
}
