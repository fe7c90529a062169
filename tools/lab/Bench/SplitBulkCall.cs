using LibvirtSharp;

namespace BalloonExporter.Lab.Bench;

/// <summary>The same call split over several connections at once, without anything around it: what an exporter can at best reach with so many.</summary>
internal sealed class SplitBulkCall : ISubject, IDisposable
{
    private readonly List<(LibvirtConnection Connection, List<LibvirtDomain> Domains)> _shares = [];

    public SplitBulkCall(string uri, int connections)
    {
        Name = $"raw bulk call, split over {connections} connections";
        for (var number = 0; number < connections; number++)
        {
            var connection = LibvirtConnection.OpenReadOnly(uri);
            var every = connection.ListDomains().OrderBy(domain => domain.Uuid).ToList();
            _shares.Add((connection, [.. every.Where((_, index) => index % connections == number)]));
        }
    }

    public string Name { get; }

    public int? ProcessId => null;

    public async Task<string?> AskAsync()
    {
        await Task.WhenAll(_shares.Select(share => Task.Factory.StartNew(
            () => share.Connection.GetDomainStats(share.Domains, DomainStatsGroups.Balloon, DomainStatsFlags.NoWait),
            TaskCreationOptions.LongRunning)));
        return null;
    }

    public void Dispose()
    {
        foreach (var (connection, domains) in _shares)
        {
            foreach (var domain in domains)
                domain.Dispose();
            connection.Dispose();
        }
    }
}
