using System.Xml;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using LibvirtSharp;
using DomainState = BalloonExporter.Core.Model.DomainState;

namespace BalloonExporter.Libvirt;

/// <summary>Looks at, stops and starts domains through libvirt.</summary>
internal sealed class LibvirtDomainPower(Hypervisors hypervisors) : IDomainPower
{
    private static readonly TimeSpan LookDeadline = TimeSpan.FromSeconds(5);

    // A stop waits for the process to end; a start for images, networks and huge pages.
    private static readonly TimeSpan CallDeadline = TimeSpan.FromSeconds(60);

    public async Task<(DomainPower? Domain, string? Error)> LookAsync(Guid uuid, CancellationToken cancellation)
    {
        string? error = null;
        foreach (var reader in hypervisors.Readers)
        {
            try
            {
                if (await reader.AskAsync(connection => Read(connection, uuid), LookDeadline, cancellation) is { } domain)
                    return (domain, null);
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException or XmlException)
            {
                error ??= TextOf(exception);
            }
        }

        return (null, error);
    }

    public async Task<PowerOutcome> CallAsync(Guid uuid, PowerCall what, Func<DomainPower, string?>? lastCheck, CancellationToken cancellation)
    {
        var outcome = new PowerOutcome(PowerNews.Refused, "no such domain");
        // Connections of their own: the sessions that move memory do not wait for a start.
        foreach (var session in hypervisors.NewWriters())
        {
            using var writer = session;
            try
            {
                if (await writer.CallAsync(connection => Make(connection, uuid, what, lastCheck), CallDeadline, cancellation) is { } made)
                    return made;
            }
            catch (Exception exception) when (exception is TimeoutException or LibvirtException or XmlException)
            {
                outcome = new PowerOutcome(PowerNews.Unanswered, TextOf(exception));
            }
        }

        return outcome;
    }

    // Null: not on this connection.
    private static PowerOutcome? Make(LibvirtConnection connection, Guid uuid, PowerCall call, Func<DomainPower, string?>? lastCheck)
    {
        using var domain = connection.FindDomain(uuid);
        if (domain is null)
            return null;
        if (lastCheck is not null && lastCheck(Read(connection, domain)) is { } problem)
            return new PowerOutcome(PowerNews.Refused, problem);
        try
        {
            switch (call)
            {
                case PowerCall.Shutdown:
                    domain.Shutdown();
                    break;
                case PowerCall.Destroy when domain.IsActive:
                    domain.Destroy();
                    break;
                case PowerCall.Start when !domain.IsActive:
                    domain.Start();
                    break;
            }
        }
        catch (LibvirtException exception) when (connection.IsAlive)
        {
            return new PowerOutcome(PowerNews.Refused, exception.LibvirtMessage);
        }

        return new PowerOutcome(PowerNews.Done);
    }

    private static DomainPower? Read(LibvirtConnection connection, Guid uuid)
    {
        using var domain = connection.FindDomain(uuid);
        return domain is null ? null : Read(connection, domain);
    }

    private static DomainPower Read(LibvirtConnection connection, LibvirtDomain domain)
    {
        var state = (DomainState)domain.GetInfo().State.Raw;
        // After the state: a domain that stops in between has no number any more, and counts as off.
        var instance = domain.IsActive ? domain.Id : null;
        return new DomainPower
        {
            Uuid = domain.Uuid,
            Name = domain.Name,
            State = state,
            Instance = instance,
            IsPersistent = domain.IsPersistent,
            HasManagedSave = domain.HasManagedSaveImage,
            JobActive = instance is null ? false : JobActive(domain),
            OnPoweroff = BoundedXml.Parse(domain.GetXml()).Element("on_poweroff")?.Value,
            Facts = DomainDefinition.Read(domain, HypervisorDriver.Of(connection)),
        };
    }

    private static bool? JobActive(LibvirtDomain domain)
    {
        try
        {
            return domain.GetJobInfo().Type.Known is not (DomainJobType.None or DomainJobType.Completed);
        }
        catch (LibvirtException exception) when (exception.Code.Known == LibvirtErrorCode.NoSupport)
        {
            // A driver without jobs: LXC, test.
            return false;
        }
        catch (LibvirtException exception) when (exception.Code.Known is LibvirtErrorCode.OperationTimeout or LibvirtErrorCode.OperationInvalid)
        {
            return null;
        }
    }

    private static string TextOf(Exception exception) => (exception as LibvirtException)?.LibvirtMessage ?? exception.Message;
}
