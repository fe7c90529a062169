using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Options;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/domains/{uuid}/policy</c>: what is wanted for a domain, and what becomes of it.</summary>
internal sealed partial class PolicyEndpoint(
    IPolicyStore specs, SharedReader reader, MovementLedger ledger, AuditTrail audit, RequestBody bodies, ExporterOptions options, SteadyClock clock,
    ILogger<PolicyEndpoint> log)
{
    public const string Path = "/api/v1/domains/{uuid}/policy";

    private const int BodyLimit = 64 * Kib.Bytes;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary><c>GET</c>.</summary>
    public async Task GetAsync(HttpContext context)
    {
        if (await ReadUuidAsync(context) is not { } uuid)
            return;
        await AnswerAsync(context, await FindAsync(uuid, context.RequestAborted), await SeeAsync(uuid, context.RequestAborted));
    }

    /// <summary><c>PUT</c>: stores the whole of it.</summary>
    public async Task PutAsync(HttpContext context)
    {
        if (await AdmitToChangeAsync(context) is not { } uuid || await ReadBodyAsync(context) is not { } spec)
            return;
        await StoreAsync(context, uuid, spec);
    }

    /// <summary><c>DELETE</c>: nothing is said any more.</summary>
    public async Task DeleteAsync(HttpContext context)
    {
        if (await AdmitToChangeAsync(context) is { } uuid)
            await StoreAsync(context, uuid, new PolicySpec());
    }

    private async Task StoreAsync(HttpContext context, Guid uuid, PolicySpec spec)
    {
        var before = await FindAsync(uuid, context.RequestAborted);
        if (before.Domain is { } domain && PolicyRules.RefusalOf(domain, spec) is { } refusal)
        {
            await ApiError.WriteAsync(context, StatusCodes.Status409Conflict, refusal);
            return;
        }

        if (before.Domain is null)
        {
            await AnswerAsync(context, before, null);
            return;
        }

        // Not with the caller's patience: what is begun is ended.
        var after = await specs.StoreAsync(uuid, spec, CancellationToken.None);
        if (after.Domain is { } stored)
            Stored(TextBounds.Cut(Caller.Of(context)), TextBounds.Cut(stored.Name), uuid, spec.Enabled, spec.Floor?.ToString(), spec.Ceiling?.ToString(), spec.Shares);
        await audit.WrittenAsync();
        await AnswerAsync(context, after, await SeeAsync(uuid, context.RequestAborted));
    }

    private async Task AnswerAsync(HttpContext context, PolicyAnswer answer, DomainMemory? seen)
    {
        if (answer.Domain is { } domain)
        {
            var report = PolicyReport.Of(domain, seen, ledger.Of(domain.Uuid), options.Limits, clock.Now);
            await context.Response.WriteAsJsonAsync(report, PolicyReportJson.Default.PolicyReport);
        }
        else if (answer.Error is { } error)
        {
            await ApiError.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, error);
        }
        else
        {
            await ApiError.WriteAsync(context, StatusCodes.Status404NotFound, "no domain on this host has this UUID");
        }
    }

    private async Task<DomainMemory?> SeeAsync(Guid uuid, CancellationToken aborted)
    {
        var snapshot = await reader.ReadOneAsync(uuid, Patience, aborted);
        return snapshot.Domains.FirstOrDefault(domain => domain.Uuid == uuid);
    }

    // Of a domain that the operator left out nobody learns more here than of one that is not there.
    private async Task<PolicyAnswer> FindAsync(Guid uuid, CancellationToken aborted)
    {
        var answer = await specs.ReadAsync(uuid, aborted);
        return answer.Domain is { } domain && !options.Domains.Selects(domain.Name) ? new PolicyAnswer(null, null) : answer;
    }

    private async Task<Guid?> AdmitToChangeAsync(HttpContext context)
    {
        if (await ReadUuidAsync(context) is not { } uuid)
            return null;
        if (options.Mode == ExporterMode.Act)
            return uuid;
        await ApiError.WriteAsync(
            context,
            StatusCodes.Status403Forbidden,
            "this exporter only observes: run it with --mode=act, or change the policy with balloon-exporter policy or virsh metadata");
        return null;
    }

    private static async Task<Guid?> ReadUuidAsync(HttpContext context)
    {
        if (Guid.TryParseExact(context.Request.RouteValues["uuid"] as string, "D", out var uuid))
            return uuid;
        await ApiError.WriteAsync(context, StatusCodes.Status400BadRequest, "not a UUID");
        return null;
    }

    private async Task<PolicySpec?> ReadBodyAsync(HttpContext context)
    {
        var (spec, problem) = await bodies.ReadAsync(context, BodyLimit, PolicyBody.Parse);
        if (problem is not null)
        {
            await problem.WriteAsync(context);
            return null;
        }

        if (spec!.Problem is null)
            return spec;
        await ApiError.WriteAsync(context, StatusCodes.Status400BadRequest, $"not a policy: {spec.Problem}");
        return null;
    }

    [LoggerMessage(LogLevel.Information, "policy stored")]
    private partial void Stored(string who, string domain, Guid uuid, bool? enabled, string? floor, string? ceiling, int? shares);
}
