using System.Security.Cryptography;
using System.Text;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>All entries of the keys file, with the current tokens of their files.</summary>
internal sealed class KeyRing(IReadOnlyList<Grant> grants)
{
    private readonly IReadOnlyList<(Grant Grant, ReloadedToken Token)> _tokens =
        [.. grants.Where(grant => grant.Proof == Proof.Token).Select(grant => (grant, new ReloadedToken(grant.File!)))];

    /// <summary>Accepts no key.</summary>
    public static KeyRing Empty { get; } = new([]);

    /// <summary>Keys of the legacy options, with their scopes.</summary>
    public static KeyRing OfLegacyOptions(ExporterOptions options) => new(
    [
        .. options.TokenFile is { } file ? [new Grant(Proof.Token, "token", Scopes.Legacy) { File = file.FullName, Holder = "token" }] : (Grant[])[],
        .. options.FeedbackUsers.Select(user => new Grant(Proof.User, user, Scopes.Legacy)),
        .. options.FeedbackClientNames.Select(client => new Grant(Proof.Client, client, Scopes.Legacy)),
    ]);

    /// <summary>How a network client can prove that it has a scope; empty when none has it.</summary>
    /// <param name="scope">The scope; null: any.</param>
    public IReadOnlySet<Proof> ProofsOf(Scope? scope) => grants
        .Where(grant => grant.Proof is Proof.Token or Proof.User or Proof.Client && (scope is null || grant.May.Contains(scope.Value)))
        .Select(grant => grant.Proof).ToHashSet();

    /// <summary>The entry of a bearer token; null when it is unknown.</summary>
    /// <param name="shown">The token as received.</param>
    /// <param name="changed">Called for each token file that became invalid (with its error) or valid again (empty).</param>
    public Grant? OfToken(string shown, Action<Grant, string> changed)
    {
        // Hashes have one length, so the comparison reveals nothing about a token, not even its length.
        var hash = Hash(shown);
        Grant? found = null;
        foreach (var (grant, token) in _tokens)
        {
            var expected = token.Read(out var news);
            if (news is not null)
                changed(grant, news);
            if (expected is not null && CryptographicOperations.FixedTimeEquals(hash, Hash(expected)))
                found ??= grant;
        }

        return found;
    }

    /// <summary>The entry of a user of the web configuration.</summary>
    public Grant? OfUser(string user) => grants.FirstOrDefault(grant => grant.Proof == Proof.User && grant.Name == user);

    /// <summary>The entries of names in a verified certificate.</summary>
    public IEnumerable<Grant> OfClient(IEnumerable<string> names) =>
        names.SelectMany(name => grants.Where(grant => grant.Proof == Proof.Client && grant.Name == name));

    /// <summary>The scopes of a caller at the UNIX socket, by its user and groups.</summary>
    public IReadOnlySet<Scope> ScopesOf(Peer peer)
    {
        if (peer.IsUnmapped)
            return Scopes.None;
        return peer.IsTrusted
            ? Scopes.All
            : grants.Where(grant => grant is { Id: { } id } && (grant.Proof == Proof.Uid ? id == peer.Uid : peer.Gids.Contains(id)))
                .SelectMany(grant => grant.May).ToHashSet();
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
