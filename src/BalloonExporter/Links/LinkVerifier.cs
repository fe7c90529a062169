using System.Text.Json;
using BalloonExporter.Core.Model;
using BalloonExporter.Options;
using BalloonExporter.Options.LinkKeys;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Links;

/// <summary>Verifies links by the keys of <c>--customer.key-file</c>, as RFC 8725 says: the file, not the link, decides how. Thread-safe.</summary>
internal sealed partial class LinkVerifier(ExporterOptions options, SteadyClock clock, ILogger<LinkVerifier> log)
{
    private readonly ReloadedLinkKeys? _keys = options.Customer.KeyFile is { } file ? new ReloadedLinkKeys(file.FullName) : null;
    private readonly LinkRules _rules = new(options.Customer);

    /// <summary>Whether there are links at all.</summary>
    public bool IsOffered => _keys is not null;

    /// <summary>What a link gives, or why it gives nothing: one of the two. The reason quotes nothing of the link.</summary>
    /// <param name="text">The link.</param>
    public (Link? Link, string? Problem) Verify(string text)
    {
        string? changed = null;
        var keys = _keys?.Read(out changed);
        if (changed is not null)
            FileChanged(changed);
        if (keys is null)
            return (null, "no link can be verified: see the exporter's log");
        var (parts, problem) = LinkText.Read(text);
        if (parts is null)
            return (null, problem);
        if (parts.Header.Typ != LinkHeader.Type)
            return (null, $"its typ is not {LinkHeader.Type}");
        if (parts.Header.Alg != keys.Algorithm.ToString())
            return (null, $"its alg is not {keys.Algorithm}");
        if (parts.Header.Crit is not null)
            return (null, "it has extensions (crit), of which none is known here");
        var candidates = keys.Named(parts.Header.Kid).ToList();
        if (candidates.Count == 0)
            return (null, "its kid is of no key here");
        return candidates.Exists(key => key.Verifies(parts.Signed, parts.Signature)) ? ReadClaims(parts.Claims) : (null, "its signature is wrong");
    }

    private (Link? Link, string? Problem) ReadClaims(byte[] claims)
    {
        try
        {
            return JsonSerializer.Deserialize(claims, LinkJson.Default.LinkClaims) is { } read ? _rules.Read(read, clock.WallTime) : (null, "it claims nothing");
        }
        catch (JsonException exception)
        {
            return (null, $"its claims cannot be read: {JsonFault.Of(exception)}");
        }
    }

    private void FileChanged(string problem)
    {
        if (problem.Length == 0)
            FileIsGood();
        else
            FileIsWrong(problem);
    }

    [LoggerMessage(LogLevel.Error, "The key file of customers' links cannot be used: no link is accepted")]
    private partial void FileIsWrong(string err);

    [LoggerMessage(LogLevel.Information, "The key file of customers' links can be used again")]
    private partial void FileIsGood();
}
