using System.Security.Cryptography;
using BalloonExporter.Core.Model;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>The sessions of operators: each was begun with a token of the API, which is compared anew with each request. Thread-safe.</summary>
internal sealed class OperatorSessions(SteadyClock clock)
{
    private const int SuffixBytes = 4;

    private readonly SessionStore<Shown> _store = new(clock);

    // Cookies do not tell ports apart, nor paths with this prefix: exporters behind tunnels or one proxy must not take each other's.
    private readonly string _cookie = $"balloon-ui-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SuffixBytes))}";

    /// <summary>Begins a session; one that the browser had is ended.</summary>
    public void Open(HttpContext context, string token)
    {
        End(context);
        SessionCookie.Set(context, _cookie, _store.Open(new Shown(token)));
    }

    /// <summary>The token of the browser's session; null: there is none.</summary>
    public string? TokenOf(HttpContext context) =>
        IdOf(context) is { } id ? _store.Find(id, isUsed: !context.Request.Headers.ContainsKey(ServerVisit.ByScript), _ => true)?.Token : null;

    /// <summary>Ends the browser's session.</summary>
    public void Close(HttpContext context)
    {
        End(context);
        SessionCookie.Remove(context, _cookie);
    }

    private void End(HttpContext context)
    {
        if (IdOf(context) is { } id)
            _store.Close(id);
    }

    private string? IdOf(HttpContext context) => SessionCookie.Read(context, _cookie);

    private sealed record Shown(string Token);
}
