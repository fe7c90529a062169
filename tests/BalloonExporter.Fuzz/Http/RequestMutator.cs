using System.Text;

namespace BalloonExporter.Fuzz.Http;

/// <summary>Makes wrong requests out of right ones; the same ones for the same seed.</summary>
internal sealed class RequestMutator(IReadOnlyList<byte[]> corpus, int seed)
{
    private const int MostChanges = 3;
    private const int LongestRepetition = 20_000;

    // Where readers of HTTP, JSON, URLs and numbers are known to stumble.
    private static readonly byte[][] Tokens = [.. ((string[])[
        "\r\n", "\n", "\r", "\r\n\r\n", "\0", "%00", "%", "%ff", "%2e%2e/", "..;/", "//", "?", "#", "&", "=", ":", ";", ",", "\t", " ", "\u0085", "\u2028",
        "-1", "0", "00", "1e308", "18446744073709551616", "ffffffffffffffff1", "7fffffffffffffff", "80000000", "NaN", "Infinity", "70000000h", "99999999999999ms",
        "\"", "\\", "\\u0000", "\\ud800", "{", "}", "[", "]", "{\"a\":", "[[[[[[[[[[[[[[[[[[[[", "null", "true",
        "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: identity\r\n", "Content-Length: 1\r\n", "Content-Length: 99999999999\r\n", "Expect: 100-continue\r\n",
        "Host: b\r\n", "Connection: upgrade\r\nUpgrade: h2c\r\n", "Content-Encoding: gzip\r\n", "Range: bytes=0-\r\n", "Origin: null\r\n", "Authorization: Basic Og==\r\n",
        "X-Prometheus-Scrape-Timeout-Seconds: 0.02\r\n", "X-Prometheus-Scrape-Timeout-Seconds: 1e400\r\n", "Accept-Encoding: gzip;q=1e9,*;q=\r\n", "?wait=-1s", "?wait=8s&wait=9s", "?limit=0", "?collect[]=",
        "CONNECT ", "TRACE ", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/0.9", "HTTP/1.0",
    ]).Select(Encoding.Latin1.GetBytes)];

    private readonly Random _random = new(seed);

    public byte[] Next()
    {
        var request = new List<byte>(corpus[_random.Next(corpus.Count)]);
        for (var change = _random.Next(1, MostChanges + 1); change > 0; change--)
            Change(request);
        return [.. request];
    }

    private void Change(List<byte> request)
    {
        var place = _random.Next(request.Count + 1);
        switch (_random.Next(7))
        {
            case 0 when place < request.Count:
                request[place] = (byte)_random.Next(256);
                break;
            case 1:
                request.InsertRange(place, Tokens[_random.Next(Tokens.Length)]);
                break;
            case 2:
                request.RemoveRange(place, Math.Min(_random.Next(1, 40), request.Count - place));
                break;
            case 3:
                request.InsertRange(place, request[.._random.Next(request.Count + 1)]);
                break;
            case 4:
                request.InsertRange(place, Enumerable.Repeat((byte)_random.Next(32, 127), _random.Next(LongestRepetition)));
                break;
            case 5:
                var other = corpus[_random.Next(corpus.Count)];
                request.RemoveRange(place, request.Count - place);
                request.AddRange(other[_random.Next(other.Length)..]);
                break;
            default:
                request.RemoveRange(place, request.Count - place);
                break;
        }
    }
}
