using System.Security.Claims;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using ExporterToolkit.Hosting;

namespace BalloonExporter.Api;

/// <summary>
/// Access to the pages below <c>/api/</c>: for tokens, users and certificates to which the keys file gives the scope, and at the UNIX
/// socket for root, the exporter's own user, and the users and groups of that file. The client's address grants nothing: guests,
/// containers, proxies and all users of this machine reach the loopback address. A customer's link opens what is about its own domain.
/// </summary>
internal sealed class ApiAccess(ApiKeys keys, LinkAccess links, ExporterOptions options)
{
    private const string BearerScheme = "Bearer ";

    /// <summary>
    /// The caller, if it has a scope. If not, the request is answered (401, 403) and null is returned.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="scope">The scope; null: any key is enough.</param>
    public async Task<Caller?> AdmitAsync(HttpContext context, Scope? scope)
    {
        var bearer = BearerOf(context);
        // Browsers do not add it by themselves, so a web page may have sent it.
        if (bearer is not null && links.IsLikely(bearer) && keys.OfToken(bearer) is null)
            return await AdmitLinkAsync(context, bearer, scope);
        if (context.Features.Get<LinksOnly>() is not null)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await ApiError.WriteAsync(context, StatusCodes.Status401Unauthorized, "a customer's link is needed as bearer token");
            return null;
        }

        // A web page may post to addresses that it cannot read from, and the browser adds passwords by itself.
        if (context.Request.Headers.ContainsKey("Origin") && !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            await ApiError.WriteAsync(context, StatusCodes.Status403Forbidden, "requests out of web pages are not served a change");
            return null;
        }

        var (caller, status, problem) = Judge(context, scope);
        if (caller is null)
            await ApiError.WriteAsync(context, status, problem!);
        return caller;
    }

    /// <summary>The caller, if it has a scope by what the request proves. If not, the status of the refusal, whose header is set where it is 401, and its reason.</summary>
    /// <param name="context">The request.</param>
    /// <param name="scope">The scope; null: any key is enough.</param>
    /// <param name="earlier">A token that was shown before, by which a session was begun; null: none.</param>
    public (Caller? Caller, int Status, string? Problem) Judge(HttpContext context, Scope? scope, string? earlier = null)
    {
        var holders = Holders(context, earlier).ToList();
        if (holders.Find(holder => scope is null || holder.May.Contains(scope.Value)) is { } admitted)
            return (new Caller(At(admitted.Name, context), holders.SelectMany(holder => holder.May).ToHashSet()), StatusCodes.Status200OK, null);
        if (holders is [var holder, ..])
            return (null, StatusCodes.Status403Forbidden, Lacking(holder.Name, scope!.Value, context));
        return (null, StatusCodes.Status401Unauthorized, AskForKey(context, scope));
    }

    private async Task<Caller?> AdmitLinkAsync(HttpContext context, string bearer, Scope? scope)
    {
        var (link, status, problem) = links.Admit(context, bearer, scope);
        if (link is not null)
            return new Caller(At($"{Caller.Customer}{link.Subject}", context), link.May) { IsCustomer = true };
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        await ApiError.WriteAsync(context, status, problem!);
        return null;
    }

    private static string? BearerOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(BearerScheme, StringComparison.OrdinalIgnoreCase) ? header[BearerScheme.Length..].Trim() : null;
    }

    // All identities that the request proves: one with the scope is enough.
    private IEnumerable<Holder> Holders(HttpContext context, string? earlier)
    {
        foreach (var shown in ((string?[])[BearerOf(context), earlier]).OfType<string>())
        {
            if (keys.OfToken(shown) is { } token)
                yield return new Holder(token.Holder, token.May);
        }

        var ring = keys.Current;
        var names = context.User.Identities.Where(identity => identity.AuthenticationType == CallerIdentity.Client)
            .SelectMany(identity => identity.FindAll(ClaimTypes.Name)).Select(name => name.Value);
        foreach (var client in ring.OfClient(names))
            yield return new Holder($"client:{client.Name}", client.May);

        if (context.User.Identities.FirstOrDefault(identity => identity.AuthenticationType == CallerIdentity.User)?.Name is { } user)
            yield return new Holder($"user:{user}", ring.OfUser(user)?.May ?? Scopes.None);

        if (context.Features.Get<Peer>() is { } peer)
            yield return new Holder($"uid:{peer.Uid}", ring.ScopesOf(peer));
    }

    private string AskForKey(HttpContext context, Scope? scope)
    {
        var proofs = keys.Current.ProofsOf(scope);
        context.Response.Headers.WWWAuthenticate = proofs.Contains(Proof.User) && !proofs.Contains(Proof.Token) ? "Basic" : "Bearer";
        var what = scope is null ? "" : $" that may {scope.Value.ToLabel()}";
        var ways = string.Join(" or ", ((string?[])[
            proofs.Contains(Proof.Token) ? "a valid bearer token" : null,
            proofs.Contains(Proof.User) ? "a user with a password" : null,
            proofs.Contains(Proof.Client) ? "a verified client certificate" : null,
        ]).OfType<string>());
        return ways.Length > 0
            ? $"{ways}{what} is needed"
            : $"a key{what} is needed, and there is none: name one in --api.keys (name, file, may: [{(scope ?? Scope.Read).ToLabel()}]){OrSocket}";
    }

    private string OrSocket => options.Api.Socket is { } path ? $", or ask at the UNIX socket {path} as root or as the exporter's user" : "";

    private string Lacking(string holder, Scope scope, HttpContext context) => context.Features.Get<Peer>() is { IsUnmapped: true }
        ? $"{holder} stands for all users of other user namespaces (containers), so it cannot be a key"
        : $"{holder} may not {scope.ToLabel()}: {(options.Api.KeysFile is null ? "name it with that scope in --api.keys" : "its entry in --api.keys does not have that scope, or there is none")}";

    private static string At(string who, HttpContext context)
    {
        if (context.Features.Get<Peer>() is { } peer)
            return who == $"uid:{peer.Uid}" ? who : $"{who}@uid:{peer.Uid}";
        return context.Connection.RemoteIpAddress is { } address ? $"{who}@{(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)}" : who;
    }

    private sealed record Holder(string Name, IReadOnlySet<Scope> May);
}
