using System.Net;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Pages;

/// <summary>Where a customer's request comes from, for the log.</summary>
internal static class ClientAddress
{
    private const string Forwarded = "X-Forwarded-For";

    /// <summary>What a proxy on this host says it is, else the address at the other end: any client can write the header.</summary>
    public static string Of(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } address)
            return "local";
        // The last entry is what the proxy saw; those before it came with the request.
        return IPAddress.IsLoopback(address) && context.Request.Headers[Forwarded].ToString().Split(',')[^1].Trim() is { Length: > 0 } forwarded
            && IPAddress.TryParse(forwarded, out var client)
            ? client.ToString()
            : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
    }

    /// <summary>The customer of a session, for the log and the history.</summary>
    public static string CustomerOf(HttpContext context, Session session) => TextBounds.Cut($"{Caller.Customer}{session.Link.Subject}@{Of(context)}");
}
