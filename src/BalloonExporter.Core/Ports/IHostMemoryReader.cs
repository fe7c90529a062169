using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads the host's memory without asking libvirt: it cannot hang, and costs next to nothing.</summary>
public interface IHostMemoryReader
{
    /// <summary>The host's memory.</summary>
    /// <param name="active">Running domains: with a budget, their resident memory counts against it.</param>
    /// <returns>Null when it could not be read.</returns>
    HostMemory? Read(IEnumerable<Guid> active);

    /// <summary>Waits for a time, or until the kernel reports that tasks wait for memory.</summary>
    /// <returns>Whether the kernel reported it.</returns>
    Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellation);
}
