using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Ports;

/// <summary>Policies for commands: finds domains by name too. What is not answered in time is an error.</summary>
public interface IPolicyEditor
{
    /// <summary>The domain of this name or UUID.</summary>
    PolicyAnswer Read(string nameOrUuid);

    /// <summary>All domains, running or not, by name. A back end that cannot be reached is left out, with its error.</summary>
    (IReadOnlyList<StoredDomain> Domains, string? Error) List();

    /// <summary>Changes the stored policy of the domain with this name or UUID.</summary>
    /// <param name="nameOrUuid">The domain.</param>
    /// <param name="change">Gets the domain and returns the policy to store; null: none.</param>
    PolicyAnswer Change(string nameOrUuid, Func<StoredDomain, PolicySpec?> change);
}
