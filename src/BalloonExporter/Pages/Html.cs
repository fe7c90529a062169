using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace BalloonExporter.Pages;

/// <summary>HTML under construction. What an interpolated string holds in braces is text and is encoded; only its literal parts, and other <see cref="Html"/>, are markup.</summary>
internal sealed class Html
{
    private const char Replacement = '\ufffd';

    private readonly StringBuilder _markup = new();

    /// <summary>Markup from an interpolated string.</summary>
    public static Html Of(ref Handler markup) => markup.Html;

    public Html Add(ref Handler markup) => Add(markup.Html);

    public Html Add(Html html)
    {
        _markup.Append(html._markup);
        return this;
    }

    /// <summary>A text of which <c>{NAME}</c> becomes markup.</summary>
    public static Html Text(string text, string placeholder, Html value)
    {
        var parts = text.Split($"{{{placeholder}}}");
        var html = Of($"{parts[0]}");
        foreach (var part in parts.Skip(1))
            html.Add(value).Add($"{part}");
        return html;
    }

    public override string ToString() => _markup.ToString();

    private void AddEncoded(string text)
    {
        foreach (var letter in text)
        {
            _ = letter switch
            {
                '<' => _markup.Append("&lt;"),
                '>' => _markup.Append("&gt;"),
                '&' => _markup.Append("&amp;"),
                '"' => _markup.Append("&quot;"),
                '\'' => _markup.Append("&#39;"),
                // Not allowed in HTML.
                < ' ' when letter is not ('\t' or '\n') => _markup.Append(Replacement),
                '\u007f' => _markup.Append(Replacement),
                _ => _markup.Append(letter),
            };
        }
    }

    /// <summary>Called by the compiler for each part of an interpolated string.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Handler
    {
#pragma warning disable IDE0060, CA1801 // The compiler passes both.
        public Handler(int literalLength, int formattedCount) => Html = new Html();
#pragma warning restore IDE0060, CA1801

        public Html Html { get; }

        public void AppendLiteral(string markup) => Html._markup.Append(markup);

        public void AppendFormatted(string? text) => Html.AddEncoded(text ?? "");

        public void AppendFormatted(long number) => Html._markup.Append(CultureInfo.InvariantCulture, $"{number}");

        public void AppendFormatted(Guid uuid) => Html._markup.Append(uuid.ToString());

        public void AppendFormatted(Html? html) => Html.Add(html ?? new Html());
    }
}
