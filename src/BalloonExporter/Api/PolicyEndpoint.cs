using System.ComponentModel.DataAnnotations;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Api;

/// <summary><c>/api/v1/domains/{uuid}/policy</c>.</summary>
internal sealed class PolicyEndpoint(
    PolicyWriter policies, IPolicyHistory history, SharedReader reader, MovementLedger ledger, ExporterOptions options, SteadyClock clock)
{
    public const string Path = "/api/v1/domains/{uuid}/policy";
    public const string HistoryPath = "/api/v1/domains/{uuid}/policy/history";

    private const int BodyLimit = 64 * Kib.Bytes;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Refusal OnlyTheSwitch = new(
        StatusCodes.Status403Forbidden, "a customer's link may change \"enabled\" only, to false or null: other settings are the operator's");

    private static readonly Refusal OnlyObserves = new(
        StatusCodes.Status403Forbidden,
        "this exporter only observes: run it with --mode=act, or change the policy with balloon-exporter policy or virsh metadata");

    /// <summary>What is wanted for a domain, and what becomes of it</summary>
    /// <param name="uuid">libvirt's UUID of the domain.</param>
    /// <param name="aborted">The request's end.</param>
    /// <response code="200">The policy.</response>
    /// <response code="400">Not a UUID.</response>
    /// <response code="404">No such domain on this host, or one that the operator left out.</response>
    /// <response code="503">libvirt cannot be reached.</response>
    public async Task<Results<Ok<PolicyReport>, Refusal>> GetAsync([DataType("uuid")] string uuid, CancellationToken aborted) =>
        DomainUuid.TryRead(uuid) is { } id ? await AnswerAsync(id, await policies.FindAsync(id, aborted), aborted) : DomainUuid.NotOne(uuid);

    /// <summary>The same, where the host was just read.</summary>
    public async Task<Results<Ok<PolicyReport>, Refusal>> ReportAsync(Guid uuid, HostSnapshot snapshot, CancellationToken aborted)
    {
        var found = await policies.FindAsync(uuid, aborted);
        return found.Domain is { } domain ? TypedResults.Ok(Of(domain, snapshot)) : RefusalOf(found);
    }

    /// <summary>The last 20 changes of what is wanted for a domain, the newest first</summary>
    /// <remarks>Kept over restarts in the state folder, of changes made while an exporter acted.</remarks>
    /// <param name="uuid">libvirt's UUID of the domain.</param>
    /// <param name="aborted">The request's end.</param>
    /// <response code="200">The changes.</response>
    /// <response code="400">Not a UUID.</response>
    /// <response code="404">No such domain on this host, or one that the operator left out.</response>
    /// <response code="503">libvirt cannot be reached.</response>
    public async Task<Results<Ok<PolicyHistoryReport>, Refusal>> GetHistoryAsync([DataType("uuid")] string uuid, CancellationToken aborted)
    {
        if (DomainUuid.TryRead(uuid) is not { } id)
            return DomainUuid.NotOne(uuid);
        var found = await policies.FindAsync(id, aborted);
        return found.Domain is null ? RefusalOf(found) : TypedResults.Ok(PolicyHistoryReport.Of(history.ChangesOf(id)));
    }

    /// <summary>Stores the whole of what is wanted for a domain</summary>
    /// <remarks>
    /// What is left out is not said: the configuration and the defaults apply. Opting out takes effect with the next start; memory is no
    /// longer taken at once. A body without "enabled" does not end an opt-out: it is refused. To change single settings use PATCH.
    /// </remarks>
    /// <param name="uuid">libvirt's UUID of the domain.</param>
    /// <param name="body">The policy.</param>
    /// <param name="caller">Who stores it.</param>
    /// <param name="aborted">The request's end.</param>
    /// <response code="200">The policy now.</response>
    /// <response code="400">Not a UUID, or not a policy.</response>
    /// <response code="403">The exporter only observes.</response>
    /// <response code="404">No such domain on this host, or one that the operator left out.</response>
    /// <response code="408">The body did not come in time.</response>
    /// <response code="409">The domain cannot have this, or it would end an opt-out that the body does not name.</response>
    /// <response code="413">Larger than 64 KiB.</response>
    /// <response code="503">libvirt cannot be reached.</response>
    public async Task<Results<Ok<PolicyReport>, Refusal>> PutAsync(
        [DataType("uuid")] string uuid, RequestBody<PolicyBody> body, Caller caller, CancellationToken aborted)
    {
        var (id, change, refusal) = await ReadChangeAsync(uuid, body);
        return change is null ? refusal! : await StoreAsync(id, domain => change.Replace(domain, options.Limits), caller, aborted);
    }

    /// <summary>Changes single settings of what is wanted for a domain</summary>
    /// <remarks>
    /// JSON merge patch: a setting that is named gets its value, null removes it, all others stay. "enabled": null takes an opt-out back:
    /// what was said before it holds again, nothing or an operator's true. So it never removes a true; PUT and DELETE do.
    /// </remarks>
    /// <param name="uuid">libvirt's UUID of the domain.</param>
    /// <param name="body">The settings to change.</param>
    /// <param name="caller">Who changes them.</param>
    /// <param name="aborted">The request's end.</param>
    /// <response code="200">The policy now.</response>
    /// <response code="400">Not a UUID, or not a policy.</response>
    /// <response code="403">The exporter only observes, or a customer's link names another setting.</response>
    /// <response code="404">No such domain on this host, or one that the operator left out.</response>
    /// <response code="408">The body did not come in time.</response>
    /// <response code="409">The domain cannot have this, or its stored policy is malformed.</response>
    /// <response code="413">Larger than 64 KiB.</response>
    /// <response code="503">libvirt cannot be reached.</response>
    public async Task<Results<Ok<PolicyReport>, Refusal>> PatchAsync(
        [DataType("uuid")] string uuid, RequestBody<PolicyBody> body, Caller caller, CancellationToken aborted)
    {
        var (id, change, refusal) = await ReadChangeAsync(uuid, body);
        // An enabled that is true would overrule the operator's policies: for the name.
        if (caller.IsCustomer && change is not null && (change.Named != PolicySettings.Enabled || change.To.Enabled == true))
            return OnlyTheSwitch;
        return change is null ? refusal! : await MergeAsync(id, change, caller, aborted);
    }

    /// <summary>Changes the settings that a change names.</summary>
    public async Task<Results<Ok<PolicyReport>, Refusal>> MergeAsync(Guid uuid, PolicyChange change, Caller caller, CancellationToken aborted)
    {
        if (options.Mode != ExporterMode.Act)
            return OnlyObserves;
        return change.To.Problem is { } problem
            ? PolicyBody.NoPolicy(problem)
            : await StoreAsync(uuid, domain => change.MergeInto(domain, history.ChangesOf(uuid), options.Limits), caller, aborted);
    }

    /// <summary>Removes what is wanted for a domain</summary>
    /// <param name="uuid">libvirt's UUID of the domain.</param>
    /// <param name="caller">Who removes it.</param>
    /// <param name="aborted">The request's end.</param>
    /// <response code="200">The policy now.</response>
    /// <response code="400">Not a UUID.</response>
    /// <response code="403">The exporter only observes.</response>
    /// <response code="404">No such domain on this host, or one that the operator left out.</response>
    /// <response code="409">The domain cannot have this.</response>
    /// <response code="503">libvirt cannot be reached.</response>
    public async Task<Results<Ok<PolicyReport>, Refusal>> DeleteAsync([DataType("uuid")] string uuid, Caller caller, CancellationToken aborted)
    {
        if (DomainUuid.TryRead(uuid) is not { } id)
            return DomainUuid.NotOne(uuid);
        return options.Mode == ExporterMode.Act ? await StoreAsync(id, _ => (new PolicySpec(), null), caller, aborted) : OnlyObserves;
    }

    private async Task<(Guid Uuid, PolicyChange? Change, Refusal? Refusal)> ReadChangeAsync(string uuid, RequestBody<PolicyBody> body)
    {
        if (DomainUuid.TryRead(uuid) is not { } id)
            return (default, null, DomainUuid.NotOne(uuid));
        if (options.Mode != ExporterMode.Act)
            return (id, null, OnlyObserves);
        var (message, refusal) = await body.ReadAsync(BodyLimit, PolicyBody.Parse);
        if (message is null)
            return (id, null, refusal);
        var spec = message.ToSpec();
        return spec.Problem is { } problem ? (id, null, PolicyBody.NoPolicy(problem)) : (id, new PolicyChange(spec, message.Named), null);
    }

    private async Task<Results<Ok<PolicyReport>, Refusal>> StoreAsync(
        Guid uuid, Func<StoredDomain, (PolicySpec? Spec, string? Refusal)> change, Caller caller, CancellationToken aborted)
    {
        var (answer, refusal) = await policies.ChangeAsync(uuid, change, caller.Name, aborted);
        return refusal is null ? await AnswerAsync(uuid, answer, aborted) : new Refusal(StatusCodes.Status409Conflict, refusal);
    }

    private async Task<Results<Ok<PolicyReport>, Refusal>> AnswerAsync(Guid uuid, PolicyAnswer answer, CancellationToken aborted) =>
        answer.Domain is { } domain ? TypedResults.Ok(Of(domain, await reader.ReadOneAsync(uuid, Patience, aborted))) : RefusalOf(answer);

    private PolicyReport Of(StoredDomain domain, HostSnapshot snapshot) => PolicyReport.Of(
        domain, snapshot.Domains.FirstOrDefault(each => each.Uuid == domain.Uuid), ledger.Of(domain.Uuid), options.Limits, clock.Now);

    private static Refusal RefusalOf(PolicyAnswer nothing) => nothing.Error is { } error
        ? new Refusal(StatusCodes.Status503ServiceUnavailable, error)
        : new Refusal(StatusCodes.Status404NotFound, "no domain on this host has this UUID");
}
