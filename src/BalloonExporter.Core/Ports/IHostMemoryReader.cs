using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads the host's memory without asking libvirt: it cannot hang, and costs next to nothing.</summary>
public interface IHostMemoryReader
{
    /// <summary>The host's memory.</summary>
    /// <param name="active">The domains that run: where there is a budget, what they occupy counts against it.</param>
    /// <returns>Null when it could not be read.</returns>
    HostMemory? Read(IEnumerable<Guid> active);

    /// <summary>Waits for a while, but no longer than until the kernel says that tasks wait for memory.</summary>
    /// <returns>Whether the kernel said so.</returns>
    Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellation);
}
