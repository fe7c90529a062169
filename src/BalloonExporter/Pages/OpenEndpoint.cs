using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Links;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Pages;

/// <summary><c>/open</c>: exchanges a link for a session.</summary>
internal sealed partial class OpenEndpoint(LinkVerifier links, UsedLinks used, Sessions sessions, CustomerGate gate, ExporterOptions options, ILogger<OpenEndpoint> log)
{
    public const string Path = "/open";

    /// <summary>The name of the field, and of the parameter, with the link.</summary>
    public const string Token = "token";

    /// <summary>A link in the address: an empty page in the history of the browser, and worthless once it is used.</summary>
    public Task GetAsync(HttpContext context) => OpenAsync(context, context.Request.Query[Token].ToString());

    /// <summary>A link in a form of the panel. It comes from another site, and needs no cookie.</summary>
    public async Task PostAsync(HttpContext context)
    {
        if (await PageForm.ReadAsync(context) is { } form)
            await OpenAsync(context, form[Token].ToString());
        else
            await gate.AnswerAsync(context, Notice.BadLink, session: null, "the body is not the form of a link");
    }

    private async Task OpenAsync(HttpContext context, string token)
    {
        var (link, problem) = links.Verify(token);
        problem ??= link!.May.Contains(Scope.Read) ? used.Use(link) : "it may not read";
        if (problem is not null)
        {
            await gate.AnswerAsync(context, Notice.BadLink, session: null, $"the link is not accepted: {problem}");
            return;
        }

        var cookie = SessionCookie.NameFor(link!.Domain);
        if (SessionCookie.Read(context, cookie) is { } former)
            sessions.Close(former);
        SessionCookie.Set(context, cookie, sessions.Open(link), options.Customer.IsFramed);
        Opened(TextBounds.Cut($"{Caller.Customer}{link.Subject}@{ClientAddress.Of(context)}"), link.Domain, string.Join(' ', link.May.Order().Select(right => right.ToLabel())));
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"server/{link.Domain}";
    }

    [LoggerMessage(LogLevel.Information, "customer's page opened")]
    private partial void Opened(string who, Guid uuid, string may);
}
