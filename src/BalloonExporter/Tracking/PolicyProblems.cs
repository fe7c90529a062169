using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Tracking;

/// <summary>Counts and logs malformed policies, once per content. Thread-safe: one lock, inside which nothing else is called.</summary>
internal sealed partial class PolicyProblems(PolicyErrors errors, ILogger<PolicyProblems> log)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, string> _told = [];

    /// <summary>Checks a domain.</summary>
    public void Look(DomainMemory domain)
    {
        // Unreadable XML says nothing about the policy.
        if (domain.Facts.Balloon is null)
            return;
        var problem = domain.Facts.Policy?.Problem ?? domain.Facts.NextPolicy?.Problem;
        lock (_lock)
        {
            if (problem == _told.GetValueOrDefault(domain.Uuid))
                return;
            if (problem is null)
                _told.Remove(domain.Uuid);
            else
                _told[domain.Uuid] = problem;
        }

        if (problem is null)
            return;
        errors.Add();
        PolicyMalformed(domain.Name, domain.Uuid, problem);
    }

    /// <summary>An instance started or ended.</summary>
    public void Forget(Guid uuid)
    {
        lock (_lock)
            _told.Remove(uuid);
    }

    /// <summary>Drops domains that do not run.</summary>
    public void Keep(IReadOnlySet<Guid> active)
    {
        lock (_lock)
        {
            foreach (var uuid in _told.Keys.Where(uuid => !active.Contains(uuid)).ToList())
                _told.Remove(uuid);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The policy element of a domain is malformed: the domain is left alone")]
    private partial void PolicyMalformed(string domain, Guid uuid, string err);
}
