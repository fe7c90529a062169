using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Reads the host's memory without asking libvirt: it cannot hang, and costs next to nothing.</summary>
public interface IHostMemoryReader
{
    /// <summary>The host's memory.</summary>
    /// <param name="active">Running domains: with a budget, their resident memory counts against it.</param>
    /// <returns>Null when it could not be read.</returns>
    HostMemory? Read(IEnumerable<Guid> active);

    /// <summary>Waits for a time, or until it is woken: by <see cref="Wake"/>, or by the kernel's report that tasks wait for memory.</summary>
    /// <returns>Whether it was woken.</returns>
    Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellation);

    /// <summary>Ends the wait: something happened that the reflexes should look at. Thread-safe.</summary>
    void Wake();
}
