using System.Net.Security;
using System.Security.Authentication;
using ExporterToolkit.WebConfig;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace ExporterToolkit.Hosting;

/// <summary>An address with the encryption of a web configuration.</summary>
public static class WebConfigListening
{
    /// <summary>Encrypts an address when the configuration says so now; keys, certificates and versions are those of each handshake.</summary>
    public static void UseWebConfig(this ListenOptions listen, WebConfigFile web)
    {
        // Whether there is encryption at all, and HTTP/2, is settled when the address is opened.
        var now = web.Current;
        listen.Protocols = now is { Tls: not null, Http2: true } ? HttpProtocols.Http1AndHttp2 : HttpProtocols.Http1;
        if (now.Tls is not null)
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = handshake => ValueTask.FromResult(HandshakeOptions(web, handshake.Connection)) });
    }

    private static SslServerAuthenticationOptions HandshakeOptions(WebConfigFile web, BaseConnectionContext connection)
    {
        try
        {
            var tls = web.Current.Tls ?? throw new AuthenticationException("encryption ends with a restart only");
            var trust = new ClientTrust(tls);
            connection.Features.Set(trust);
            return tls.ForHandshake(trust.Keep);
        }
        catch (FormatException exception)
        {
            // Logged where it was read. This kind of exception is what the server takes for a handshake that failed.
            throw new AuthenticationException(exception.Message, exception);
        }
    }
}
