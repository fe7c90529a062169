using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>The last changes of each domain's policy, kept over restarts. Thread-safe.</summary>
public interface IPolicyHistory
{
    /// <summary>The changes of a domain, newest first. Never throws because of the file.</summary>
    IReadOnlyList<PolicyEdit> ChangesOf(Guid uuid);

    /// <summary>Keeps a change. Returns when it is on disk, or after a short time; an error is logged.</summary>
    Task NoteAsync(Guid uuid, PolicyEdit edit);

    /// <summary>Compares the stored policy of a domain, as just read, with the one last seen: a difference is a change made by another program.</summary>
    void See(DomainMemory domain, Moment readAt);

    /// <summary>Forgets what was seen of domains that no longer exist; their changes stay in the file.</summary>
    void Keep(IReadOnlySet<Guid> existing);
}
