using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Persists the state of the guard-rails over restarts of the exporter.</summary>
public interface IStateStore
{
    /// <summary>Writes the state now. Called and awaited before memory is taken, so that a process killed afterwards has not lost it.</summary>
    /// <returns>Whether it was written; if not, nothing may be taken.</returns>
    Task<bool> SaveAsync(CancellationToken cancellation);

    /// <summary>Writes the state soon, without waiting. Used when memory is given.</summary>
    void SaveSoon();

    /// <summary>Reads the state written by another process that was acting until now.</summary>
    void Reread();

    /// <summary>Makes all limits count as used up until a time, also over restarts: another process took an unknown amount of memory.</summary>
    /// <param name="until">End of that time.</param>
    void UseUp(Moment until);
}
