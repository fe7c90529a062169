namespace BalloonExporter.Core.Restarts;

/// <summary>Keeps restarts under way where the next process finds them, until the host boots.</summary>
public interface IRestartMarkers
{
    /// <summary>Writes or replaces the marker of a restart. It is on disk when this returns.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    void Write(Restart restart);

    /// <summary>Removes the marker of a domain. Never throws: what is left over is settled by the next process.</summary>
    void Remove(Guid uuid);

    /// <summary>Keeps a restart that is over, for as long as no other of its domain may begin. Never throws.</summary>
    void Remember(Restart restart);

    /// <summary>Restarts that are over and whose domain may not be restarted again yet. Never throws.</summary>
    IReadOnlyList<Restart> ReadRemembered();

    /// <summary>All restarts that have a marker. Unreadable ones are logged and left out. Never throws.</summary>
    IReadOnlyList<Restart> Read();
}
