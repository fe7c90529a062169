using System.Text;

namespace BalloonExporter.Tests.Api;

/// <summary>Messages with something wrong in them: the same ones with every run.</summary>
internal sealed class MutatedMessages(int seed, string original)
{
    private static readonly string[] Nasty =
    [
        "null", "true", "[]", "{}", "-1", "0", "1e999", "-0.0", "18446744073709551616", "\"\"", "\"\\uD800\"", "\"\\u0000\"", "\"NaN\"", "\"../../etc/passwd\"",
        "{\"a\":", "[[[[[[[[[[[[[[[[[[[[[[[[", "\"\n\"", "'", "\\", "\u202e", "\"version\":\"4\",", "//", "\ufeff",
    ];

    private readonly Random _random = new(seed);
    private readonly byte[] _original = Encoding.UTF8.GetBytes(original);

    public byte[] Next()
    {
        var body = _original.ToList();
        for (var times = _random.Next(1, 5); times > 0; times--)
            Mutate(body);
        return [.. body];
    }

    private void Mutate(List<byte> body)
    {
        var at = _random.Next(body.Count + 1);
        var length = Math.Min(_random.Next(1, 40), body.Count - at);
        switch (_random.Next(7))
        {
            case 0:
                body.RemoveRange(at, body.Count - at);
                break;
            case 1:
                body.RemoveRange(at, length);
                break;
            case 2:
                body.InsertRange(at, body.GetRange(at, length));
                break;
            case 3:
                var noise = new byte[_random.Next(1, 20)];
                _random.NextBytes(noise);
                body.InsertRange(at, noise);
                break;
            case 4 when at < body.Count:
                body[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 5:
                ReplaceValue(body);
                break;
            default:
                body.InsertRange(at, Encoding.UTF8.GetBytes(Nasty[_random.Next(Nasty.Length)]));
                break;
        }
    }

    // What stands behind a colon becomes something else, so that most of the message stays good JSON.
    private void ReplaceValue(List<byte> body)
    {
        var colons = body.Select((letter, index) => (letter, index)).Where(each => each.letter == ':').Select(each => each.index).ToList();
        if (colons.Count == 0)
            return;
        var begin = colons[_random.Next(colons.Count)] + 1;
        var end = body.FindIndex(begin, letter => letter is (byte)',' or (byte)'}' or (byte)']');
        if (end > begin)
            body.RemoveRange(begin, end - begin);
        body.InsertRange(begin, Encoding.UTF8.GetBytes(Nasty[_random.Next(Nasty.Length)]));
    }
}
