using LibvirtSharp;

namespace BalloonExporter.Lab.Bench;

/// <summary>The floor: the one call that every exporter must at least make, on one connection, without anything around it.</summary>
internal sealed class BulkCall(string uri) : ISubject, IDisposable
{
    private readonly LibvirtConnection _connection = LibvirtConnection.OpenReadOnly(uri);

    public string Name => "raw bulk call";

    public int? ProcessId => null;

    public Task<string?> AskAsync()
    {
        _connection.GetAllDomainStats(DomainStatsGroups.State | DomainStatsGroups.Balloon, DomainStatsFlags.NoWait);
        return Task.FromResult<string?>(null);
    }

    public void Dispose() => _connection.Dispose();
}
