using BalloonExporter.Api;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BalloonExporter.Ui;

/// <summary>Puts together what the page of one domain shows. Its figures are those of the read that all pages share.</summary>
internal sealed class DomainLook(
    HostLook host,
    DomainsEndpoint domains,
    PolicyEndpoint policies,
    RestartEndpoint restarts,
    IPolicyHistory history,
    RecentDecisions recent,
    ActingRole role,
    ExporterOptions options)
{
    private const int Decisions = 20;

    /// <summary>The domain; or why there is none.</summary>
    public async Task<(DomainView? View, Refusal? Nothing)> LookAsync(Guid uuid, Caller caller, CancellationToken aborted)
    {
        var snapshot = await host.ReadAsync(aborted);
        var report = (await policies.ReportAsync(uuid, snapshot, aborted)).Result;
        if (report is not Ok<PolicyReport> { Value: { } policy })
            return (null, (Refusal)report);
        var text = uuid.ToString();
        return (
            new DomainView
            {
                Policy = policy,
                Running = domains.Of(snapshot).Domains.FirstOrDefault(each => each.Uuid == text),
                Restart = (await restarts.GetAsync(text, caller, aborted)).Result is Ok<RestartReport> { Value: { } restart } ? restart : null,
                Decisions =
                [
                    .. recent.NewestFirst().Select(each => each.ForCallers).OfType<DecisionRecord>()
                        .Where(each => string.Equals(each.Uuid, text, StringComparison.OrdinalIgnoreCase)).Take(Decisions).Select(DecisionEntry.Of),
                ],
                Changes = [.. history.ChangesOf(uuid).Select(PolicyEditReport.Of)],
                Acts = role.MayAct,
                StoresPolicies = options.Mode == ExporterMode.Act,
                Dashboard = GrafanaLink.Of(options.GrafanaUrl, uuid),
            },
            null);
    }
}
