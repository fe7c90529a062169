using System.Globalization;
using System.Text.RegularExpressions;

namespace BalloonExporter.Rules;

/// <summary>Evaluates constant PromQL expressions without Prometheus: numbers, <c>vector()</c>, parentheses and arithmetic operators.</summary>
internal sealed partial class ConstantExpression
{
    // Each level uses stack.
    private const int MaximumDepth = 64;

    private readonly IReadOnlyList<string> _tokens;
    private int _next;
    private int _depth;

    private ConstantExpression(IReadOnlyList<string> tokens) => _tokens = tokens;

    /// <summary>The value of an expression; null when it depends on series, or is not supported here.</summary>
    public static double? ValueOf(string text)
    {
        List<string> tokens = [.. Token().Matches(Comment().Replace(text, "")).Select(match => match.Value)];
        var expression = new ConstantExpression(tokens);
        return expression.Sum() is { } value && expression._next == tokens.Count ? value : null;
    }

    private double? Sum()
    {
        var sum = Product();
        while (sum is not null && Take("+", "-") is { } sign)
            sum = sign == "+" ? sum + Product() : sum - Product();
        return sum;
    }

    private double? Product()
    {
        var product = Factor();
        while (product is not null && Take("*", "/", "%") is { } sign)
            product = sign switch { "*" => product * Factor(), "/" => product / Factor(), _ => product % Factor() };
        return product;
    }

    private double? Factor()
    {
        if (_depth == MaximumDepth)
            return null;
        _depth++;
        try
        {
            // A sign counts after a power: -2 ^ 2 is -4.
            return Take("+", "-") is { } sign ? (sign == "-" ? -Factor() : Factor()) : Power();
        }
        finally
        {
            _depth--;
        }
    }

    // From the right: 2 ^ 3 ^ 2 is 2 ^ 9.
    private double? Power()
    {
        var power = Take("vector") is not null || _tokens.ElementAtOrDefault(_next) == "(" ? Bracket() : Number();
        return power is { } number && Take("^") is not null ? Factor() is { } exponent ? Math.Pow(number, exponent) : null : power;
    }

    private double? Bracket() => Take("(") is not null && Sum() is { } inner && Take(")") is not null ? inner : null;

    private double? Number()
    {
        if (_tokens.ElementAtOrDefault(_next) is not { } token)
            return null;
        _next++;
        return token.ToLowerInvariant() switch
        {
            "inf" => double.PositiveInfinity,
            "nan" => double.NaN,
            ['0', 'x', .. var digits] => long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ => double.TryParse(token, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? number : null,
        };
    }

    private string? Take(params ReadOnlySpan<string> wanted)
    {
        if (_tokens.ElementAtOrDefault(_next) is not { } token || !wanted.Contains(token))
            return null;
        _next++;
        return token;
    }

    // Any other character is a token of its own and ends the parsing.
    [GeneratedRegex(@"0[xX][0-9a-fA-F]+|[0-9.]+(?:[eE][+-]?[0-9]+)?|\w+|[^\s]")]
    private static partial Regex Token();

    [GeneratedRegex("#.*")]
    private static partial Regex Comment();
}
