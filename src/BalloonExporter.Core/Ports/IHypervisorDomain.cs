using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>What a hypervisor knows of one domain.</summary>
public interface IHypervisorDomain
{
    /// <summary>Its UUID.</summary>
    Guid Uuid { get; }

    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Its state; shut off ones are listed too.</summary>
    DomainState State { get; }

    /// <summary>Whether it has an instance, running or paused.</summary>
    bool IsActive { get; }

    /// <summary>Why it is paused or stopped without a command; null: it is not, or the reason is unknown.</summary>
    DomainFailure? Failure { get; }

    /// <summary>What was read of it before, when a fresh read would find the same; null: this is one.</summary>
    DomainMemory? Known { get; }

    /// <summary>Resident memory of its process as the hypervisor reports it, in KiB; null when it does not.</summary>
    long? ResidentKib { get; }

    /// <summary>The domain with its facts and its newest sample.</summary>
    /// <param name="residentKib">Resident memory of its process; null when unknown.</param>
    /// <param name="clock">Converts the time of the sample.</param>
    DomainMemory ToMemory(long? residentKib, SteadyClock clock);
}
