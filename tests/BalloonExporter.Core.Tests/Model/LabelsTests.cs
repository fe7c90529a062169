using System.Text.RegularExpressions;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests.Model;

public sealed partial class LabelsTests
{
    // Dashboards, alerts and people's log searches hold these words: a change here is a [CHANGE] in the changelog.
    private const string PinnedReasons =
        """
        as_requested in_part hard_floor step_limit usable_share host_room ceiling
        heartbeat foreign_alert resolved suppressed lease_expired unknown_status missing_uuid invalid_uuid missing_target invalid_target missing_evaluation_time
        invalid_evaluation_time invalid_lifetime superseded too_many_requests duplicate
        stale_recommendation future_recommendation unknown_domain below_floor above_maximum excluded opted_out policy_invalid not_running job_active job_unknown lxc
        no_driver vfio hugepages locked launch_security memory_by_hand grace facts_unknown monitor_busy stale_statistics no_usable_memory working_set_unknown sample_acted_on memory_unknown dead_band
        paused cooldown circuit_breaker moved_by_other uncooperative
        audit_unwritable domain_gone timeout libvirt_error libvirt_down state_unwritable in_progress
        """;

    [Fact]
    public void Reasons_are_spelt_as_documented() => IsPinned(PinnedReasons, Enum.GetValues<DecisionReason>().Select(value => value.ToLabel()));

    [Fact]
    public void Verdicts_are_spelt_as_documented() =>
        IsPinned("applied dry_run refused ignored failed pending", Enum.GetValues<Verdict>().Select(value => value.ToLabel()));

    [Fact]
    public void Origins_are_spelt_as_documented() => IsPinned(
        "alert poll rescue donor emergency recovery release", Enum.GetValues<RequestOrigin>().Select(value => value.ToLabel()));

    [Fact]
    public void Triggers_are_spelt_as_documented()
    {
        IsPinned("swap_out usable_low demand self_deflation silent not_arriving", Enum.GetValues<RescueTrigger>().Select(value => value.ToLabel()));
        IsPinned(
            "swap_out usable_low demand self_deflation not_arriving room start red critical opted_out no_heartbeat silent stalled",
            Enum.GetValues<ReflexCause>().Select(value => value.ToLabel()));
        IsPinned("available pressure swapping", Enum.GetValues<EmergencyTrigger>().Select(value => value.ToLabel()));
    }

    [Fact]
    public void Ways_to_receive_a_message_are_spelt_as_documented() => IsPinned(
        "accepted unauthorized too_slow too_large malformed unsupported_version unavailable",
        Enum.GetValues<NotificationResult>().Select(value => value.ToLabel()));

    [Fact]
    public void What_monitors_are_asked_is_spelt_as_documented() =>
        IsPinned("statistics target period sample", Enum.GetValues<MonitorCall>().Select(value => value.ToLabel()));

    [Fact]
    public void Parts_of_a_scrape_are_spelt_as_documented() => IsPinned(
        "libvirt feedback host control process cgroup commit hugepages ksm numa openstack ovirt",
        Enum.GetValues<CollectorName>().Select(value => value.ToLabel()));

    [Fact]
    public void A_value_out_of_the_set_has_no_label() => Assert.Throws<KeyNotFoundException>(() => ((DecisionReason)(-1)).ToLabel());

    private static void IsPinned(string pinned, IEnumerable<string> labels)
    {
        var all = labels.ToList();
        Assert.Equal(pinned.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), all);
        Assert.Equal(all.Count, all.Distinct().Count());
        Assert.All(all, label => Assert.Matches(SnakeCase(), label));
    }

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex SnakeCase();
}
