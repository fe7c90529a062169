using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Metrics;

/// <summary>Every family of the exporter is in a dashboard or in an alert for people. Those in neither are listed here, each with the reason.</summary>
public sealed partial class ShownFamiliesTests
{
    private const string OffByDefault = "Of a collector that is off by default: who switches it on knows what for, and an empty panel would puzzle all others.";

    private static readonly Dictionary<string, string> Neither = new()
    {
        ["balloon_libvirt_info"] = "Versions, to join or to look up when something else is odd.",
        ["balloon_host_memory_free_bytes"] = "Free is not available: shown beside it, it would be taken for what there is left.",
        ["balloon_host_memory_reserve_bytes"] = "Does not change: the plan reads it, and its marks are on the board.",
        ["balloon_feedback_recommendation_age_seconds"] = "To look up when recommendations are refused as stale: the board has the refusals, and the age of heartbeats.",
        ["balloon_domain_recovery_blocked_until_timestamp_seconds"] = "The plan reads it; that a guest waits ten minutes for memory it does not need is no news.",
        ["balloon_reflex_looks_total"] = "What looking costs: to look up when the exporter or libvirt takes more of a core than it did.",
        ["balloon_libvirt_monitor_calls_total"] = "As above: what monitors are asked, by all who ask.",
        ["balloon_reader_reused_total"] = "As above: what monitors are spared.",
        ["balloon_reader_checks_total"] = "To look up beside mismatches, which are an alert.",
        ["balloon_reflex_starts_announced_total"] = "To look up whether libvirt's hook is heard: what room a start takes is in the decisions, by cause.",
        ["balloon_reflex_expected_start_bytes"] = "As above: a value for a minute at most.",
        ["balloon_http_requests_total"] = "To look up who is refused and what is slow: a scrape that fails is Prometheus' up, refused messages are in balloon_feedback_notifications_total.",
        ["balloon_http_request_duration_seconds"] = "As above: how long a scrape takes is Prometheus' scrape_duration_seconds.",
        ["balloon_restarts_total"] = "To look up who restarts servers and how that ends: a server that stays off is an alert.",
        ["balloon_restart_refusals_total"] = "As above: why restarts were refused.",
        ["balloon_restarts_running"] = "As above: how many are under way.",
        ["balloon_domain_guest_swap_found"] = "To look up why an emergency takes what a guest uses, or does not: the board has the swap that is stated, and what guests swap.",
        ["balloon_domain_openstack_info"] = OffByDefault,
        ["balloon_domain_ovirt_info"] = OffByDefault,
        ["balloon_domain_ovirt_guaranteed_bytes"] = OffByDefault,
        ["balloon_host_hugepages_surplus_bytes"] = OffByDefault,
        ["balloon_host_ksm_running"] = OffByDefault,
        ["balloon_host_ksm_shared_bytes"] = OffByDefault,
        ["balloon_host_ksm_sharing_bytes"] = OffByDefault,
        ["balloon_host_ksm_unshared_bytes"] = OffByDefault,
        ["balloon_host_ksm_volatile_bytes"] = OffByDefault,
        ["balloon_host_ksm_full_scans_total"] = OffByDefault,
    };

    [Fact]
    public async Task Every_family_is_in_a_dashboard_or_an_alert_or_is_in_neither_on_purpose() =>
        Assert.Empty(Unseen(await FamiliesAsync()).Select(family => $"{family}: put it into a panel in dashboards/ or an alert in alerts/health.rules.yml, or say here why not"));

    [Fact]
    public void A_family_that_is_not_shown_is_found() => Assert.Equal(["balloon_domain_nothing_bytes"], Unseen(["balloon_libvirt_up", "balloon_domain_nothing_bytes"]));

    [Fact]
    public async Task What_is_in_neither_on_purpose_exists() => Assert.Empty(Neither.Keys.Except(await FamiliesAsync()));

    private static async Task<IReadOnlyList<string>> FamiliesAsync()
    {
        List<string> families = [.. Scrape.MetricNames(await Scrape.GoldenAsync())];
        Assert.True(families.Count > 90, $"only {families.Count} families in the golden scrape");
        return families;
    }

    private static IEnumerable<string> Unseen(IEnumerable<string> families) => families.Except(Shown()).Except(Neither.Keys);

    private static HashSet<string> Shown()
    {
        var dashboards = Directory.GetFiles(Path.Combine(Repository.Root, "dashboards"), "*.json").Select(File.ReadAllText);
        var alerts = KnownNames.WithoutComments(Path.Combine(Repository.Root, "alerts", "health.rules.yml"));
        return [.. Name().Matches(string.Join('\n', [.. dashboards, alerts])).SelectMany(match => (string[])[match.Value, PartOfHistogram().Replace(match.Value, "")])];
    }

    [GeneratedRegex(@"balloon_\w+")]
    private static partial Regex Name();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex PartOfHistogram();
}
