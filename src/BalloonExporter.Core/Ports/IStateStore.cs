using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Keeps what the guard-rails remember over a restart of the exporter.</summary>
public interface IStateStore
{
    /// <summary>Writes it now. Whoever is about to take memory waits for this: a process that is killed a moment later must not have forgotten.</summary>
    /// <returns>Whether it was written; when not, nothing may be taken.</returns>
    Task<bool> SaveAsync(CancellationToken cancellation);

    /// <summary>Writes it soon. Whoever gives memory does not wait.</summary>
    void SaveSoon();

    /// <summary>Takes in what another process has written, which acted until now.</summary>
    void Reread();

    /// <summary>Has all limits count as used up for a while, over restarts too: another process took memory, and how much may not be known.</summary>
    /// <param name="until">The end of that.</param>
    void UseUp(Moment until);
}
