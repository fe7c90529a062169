using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace BalloonExporter.Fuzz.Http;

/// <summary>Wrong requests to the real binary over loopback. A finding: an answer of 500, an end of the process, memory that grows.</summary>
internal sealed class HttpFuzz(HttpFuzzOptions options)
{
    private const string TokenPlace = "TOKEN";
    private const string Token = "correct-horse-battery-staple";
    private const int Connections = 16;
    private const int Batch = 32 * Connections;
    private const long ResidentLimit = 256L << 20;

    // Long enough for an answer of a busy machine, short enough not to wait for every unfinished request.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public async Task<int> RunAsync()
    {
        var corpus = Directory.GetFiles(options.Corpus).Order().Select(file => WithToken(File.ReadAllBytes(file))).ToList();
        var requests = new RequestMutator(corpus, options.Seed);
        var folder = Directory.CreateTempSubdirectory("balloon-fuzz-");
        try
        {
            await using var exporter = await FuzzedExporter.StartAsync(options.Binary, folder.FullName, Token);
            var watch = Stopwatch.StartNew();
            var statuses = new SortedDictionary<string, int>();
            while (watch.Elapsed < options.Time)
            {
                var batch = Enumerable.Range(0, Batch).Select(_ => requests.Next()).ToList();
                var answers = await Task.WhenAll(batch.Chunk(Batch / Connections).Select(chunk => SendAllAsync(exporter.Address, chunk)));
                foreach (var (request, status) in answers.SelectMany(each => each))
                {
                    statuses[status] = statuses.GetValueOrDefault(status) + 1;
                    // 505 is what a request for another version of HTTP deserves, 503 what libvirt's absence does.
                    if (status.StartsWith('5') && status is not ("503" or "505"))
                        return await FoundAsync([request], $"answered with {status}", exporter.Log);
                }

                if (await exporter.ProblemAsync(ResidentLimit) is { } problem)
                    return await FoundAsync(batch, problem, exporter.Log);
            }

            Console.WriteLine($"http: {statuses.Values.Sum()} requests, seed {options.Seed}: {string.Join(", ", statuses.Select(each => $"{each.Value} x {each.Key}"))}; {exporter.ResidentBytes >> 20} MiB resident");
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<int> FoundAsync(List<byte[]> requests, string problem, string log)
    {
        Directory.CreateDirectory(options.Findings);
        for (var index = 0; index < requests.Count; index++)
            await File.WriteAllBytesAsync(Path.Combine(options.Findings, FormattableString.Invariant($"{options.Seed}-{index}.http")), requests[index]);
        Console.WriteLine($"http: {problem}; {requests.Count} requests that may have done it are in {options.Findings}\n{log}");
        return 1;
    }

    private static byte[] WithToken(byte[] request) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(request).Replace(TokenPlace, Token, StringComparison.Ordinal));

    private static async Task<List<(byte[] Request, string Status)>> SendAllAsync(IPEndPoint address, byte[][] requests)
    {
        var answers = new List<(byte[] Request, string Status)>();
        foreach (var request in requests)
            answers.Add((request, await SendAsync(address, request)));
        return answers;
    }

    /// <summary>The status of the first answer; a word where there is none.</summary>
    private static async Task<string> SendAsync(IPEndPoint address, byte[] request)
    {
        using var client = new TcpClient();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await client.ConnectAsync(address, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(request, patience.Token);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var line = await reader.ReadLineAsync(patience.Token);
            return line?.Split(' ') is [_, { Length: 3 } status, ..] ? status : "closed";
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            // Hung up on before all was said.
            return "closed";
        }
        catch (OperationCanceledException)
        {
            // The server waits for the rest of the request.
            return "waits";
        }
    }
}
