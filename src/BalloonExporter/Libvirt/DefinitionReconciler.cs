using System.Threading.Channels;
using System.Xml;
using BalloonExporter.Core.Ports;
using BalloonExporter.Options;
using BalloonExporter.Tracking;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// In act mode: with <c>--opt-out.pin</c>, removes the balloon from stored definitions that opt out; always restores it in those that
/// opted in again. Checks all definitions on a new connection, and one when libvirt reports a change.
/// </summary>
internal sealed partial class DefinitionReconciler(
    ChangedDefinitions definitions, Hypervisors hypervisors, ActingRole role, ExporterOptions options, ILogger<DefinitionReconciler> log) : BackgroundService
{
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListDeadline = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Mode != ExporterMode.Act)
            return;
        try
        {
            await foreach (var changed in definitions.Reader.ReadAllAsync(stoppingToken))
            {
                await role.WhenActing(stoppingToken);
                for (var index = 0; index < hypervisors.Readers.Count; index++)
                    await LookAsync(hypervisors.Readers[index], hypervisors.Writers[index], changed, stoppingToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The process is stopping.
        }
    }

    private async Task LookAsync(HypervisorReader reader, WriteSession writer, Guid? changed, CancellationToken stopping)
    {
        try
        {
            // Checking needs no write permission; a writable connection is opened only for a change.
            var unsettled = await reader.AskAsync(
                connection => NotReconciled(connection, changed), changed is null ? ListDeadline : CallDeadline, stopping);
            foreach (var uuid in unsettled)
                await ReconcileAsync(writer, uuid, stopping);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            // Checked again with the next connection.
            NotLooked(exception.Message);
        }
    }

    private async Task ReconcileAsync(WriteSession writer, Guid uuid, CancellationToken stopping)
    {
        try
        {
            var settled = await writer.CallAsync(
                connection =>
                {
                    using var domain = connection.FindDomain(uuid);
                    return domain is null ? null : PolicyMetadata.Reconcile(connection, domain, options.FixesOptedOutMemory);
                },
                CallDeadline,
                stopping);
            if (settled is true)
                Pinned(uuid);
            else if (settled is false)
                Restored(uuid);
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            ReconciliationFailed(uuid, exception.Message);
        }
    }

    private List<Guid> NotReconciled(LibvirtConnection connection, Guid? changed)
    {
        var unsettled = new List<Guid>();
        // Containers have no balloon to remove.
        if (!HypervisorDriver.Of(connection).HasBalloons)
            return unsettled;
        IReadOnlyList<LibvirtDomain> domains = changed is not { } uuid ? connection.ListDomains(ListDomainsFlags.Persistent)
            : connection.FindDomain(uuid) is { } found ? [found] : [];
        foreach (var domain in domains)
        {
            using (domain)
            {
                // Excluded domains are left alone.
                if (options.Domains.Selects(domain.Name) && IsNotReconciled(connection, domain))
                    unsettled.Add(domain.Uuid);
            }
        }

        return unsettled;
    }

    private bool IsNotReconciled(LibvirtConnection connection, LibvirtDomain domain)
    {
        try
        {
            return domain.IsPersistent && PolicyMetadata.Reconciliation(BoundedXml.Parse(domain.GetXml(DomainXmlFlags.Inactive)), options.FixesOptedOutMemory) is not null;
        }
        catch (Exception exception) when (exception is LibvirtException or XmlException && connection.IsAlive)
        {
            // The domain is gone or unreadable: the others are still processed.
            ReconciliationFailed(domain.Uuid, exception.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "A domain opted out: its next start has no balloon")]
    private partial void Pinned(Guid uuid);

    [LoggerMessage(LogLevel.Information, "A domain opted in again: its next start has its former balloon")]
    private partial void Restored(Guid uuid);

    [LoggerMessage(LogLevel.Warning, "The definition of a domain could not be updated to its policy")]
    private partial void ReconciliationFailed(Guid uuid, string err);

    [LoggerMessage(LogLevel.Debug, "Definitions could not be checked")]
    private partial void NotLooked(string err);
}
