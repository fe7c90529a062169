using BalloonExporter.Core.Model;
using BalloonExporter.Core.Reflexes;
using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>Lists the domains of one hypervisor with their states, and keeps the last list.</summary>
/// <remarks>
/// libvirt holds a domain's lock while it starts or stops it, for as long as the storage takes, and listing all domains waits for all
/// locks. So when a list is late the previous one is used, and while a start is announced none is asked for.
/// </remarks>
internal sealed partial class DomainLists
{
    /// <summary>How long to wait for a list if there is an earlier one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // While a domain is being started a list of at most this age is used.
    private static readonly TimeSpan OldestList = TimeSpan.FromSeconds(10);

    // Each blocked list occupies one of the daemon's workers, and they all wait for the same lock.
    private const int Hanging = 2;

    private readonly HangingCalls _hanging = new(Hanging);
    private readonly ExpectedStarts _starts;
    private readonly SteadyClock _clock;
    private readonly ILogger _log;
    private volatile HypervisorRead? _last;

    public DomainLists(string uri, ExpectedStarts starts, SteadyClock clock, ILogger log)
    {
        Session = new QuestionSession(uri, _hanging, log);
        _starts = starts;
        _clock = clock;
        _log = log;
    }

    /// <summary>The session that lists go through.</summary>
    public QuestionSession Session { get; }

    /// <summary>Abandoned lists that have not returned.</summary>
    public long AbandonedCalls => _hanging.Count;

    /// <summary>The domains with their states; an earlier list when this one is late.</summary>
    /// <exception cref="TimeoutException">libvirt did not answer in time.</exception>
    /// <exception cref="LibvirtException">libvirt refused, or cannot be reached.</exception>
    public async Task<HypervisorRead> ReadAsync(TimeSpan deadline, CancellationToken cancellation)
    {
        var known = _last;
        if (known is not null && _clock.Now - known.ReadAt < OldestList && _starts.IsUnderWay(_clock.Now))
            return known with { IsOldList = true };
        var listing = Session.CallAsync(ReadStates, deadline, cancellation);
        try
        {
            // A late list is kept for the next read.
            var list = known is null ? await listing : await listing.WaitAsync(Patience, cancellation);
            return _last = list;
        }
        catch (TimeoutException) when (known is not null)
        {
            _ = KeepAsync(listing);
            Late(known.Domains.Count);
            return known with { IsOldList = true };
        }
    }

    private async Task KeepAsync(Task<HypervisorRead> listing)
    {
        try
        {
            _last = await listing;
        }
        catch (Exception exception) when (exception is TimeoutException or LibvirtException or OperationCanceledException or ObjectDisposedException)
        {
            // The next read asks again.
        }
    }

    private HypervisorRead ReadStates(LibvirtConnection connection)
    {
        var driver = HypervisorDriver.Of(connection);
        var stats = driver.HasBulkStatistics
            ? connection.GetAllDomainStats(DomainStatsGroups.State)
            : PerDomainStats.States(connection);
        return new HypervisorRead(_clock.Now, driver, [.. stats.Select(each => new DomainRead(each, DomainFacts.Unknown))]);
    }

    [LoggerMessage(LogLevel.Debug, "libvirt did not list its domains in time, for example because one is being started: the previous list is used")]
    private partial void Late(int domains);
}
