using System.Security.Cryptography;
using System.Text;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>All entries of one reading of the keys file, with the tokens as their files have them now.</summary>
internal sealed class KeyRing(IReadOnlyList<Grant> grants)
{
    private readonly IReadOnlyList<(Grant Grant, ReloadedToken Token)> _tokens =
        [.. grants.Where(grant => grant.Proof == Proof.Token).Select(grant => (grant, new ReloadedToken(grant.File!)))];

    /// <summary>Opens nothing.</summary>
    public static KeyRing Empty { get; } = new([]);

    /// <summary>What there was before the keys file, with its rights.</summary>
    public static KeyRing OfLegacyOptions(ExporterOptions options) => new(
    [
        .. options.TokenFile is { } file ? [new Grant(Proof.Token, "token", Scopes.Legacy) { File = file.FullName, Holder = "token" }] : (Grant[])[],
        .. options.FeedbackUsers.Select(user => new Grant(Proof.User, user, Scopes.Legacy)),
        .. options.FeedbackClientNames.Select(client => new Grant(Proof.Client, client, Scopes.Legacy)),
    ]);

    /// <summary>How somebody on the network can show that he has a scope; none: nobody there has it.</summary>
    /// <param name="scope">The scope; null: any.</param>
    public IReadOnlySet<Proof> ProofsOf(Scope? scope) => grants
        .Where(grant => grant.Proof is Proof.Token or Proof.User or Proof.Client && (scope is null || grant.May.Contains(scope.Value)))
        .Select(grant => grant.Proof).ToHashSet();

    /// <summary>The entry of a bearer token; null when it is nobody's.</summary>
    /// <param name="shown">The token as it came.</param>
    /// <param name="changed">Is told of each token file that became wrong (what is wrong with it) or good again (empty).</param>
    public Grant? OfToken(string shown, Action<Grant, string> changed)
    {
        // Hashes have one length, so the comparison tells nothing about a token, not even how long it is.
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

    /// <summary>What somebody at the UNIX socket may, by his user and all of his groups.</summary>
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
