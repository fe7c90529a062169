using System.Globalization;
using System.Text;
using BalloonExporter.Core.Planning;

namespace BalloonExporter.Tests.Alerts.Differential;

/// <summary>Input series of a test of promtool.</summary>
internal sealed class SeriesText
{
    private readonly StringBuilder _text = new();

    /// <summary>The constants of one host as an operator records them, and its history as the exporter shows it.</summary>
    public void Add(RandomHost host)
    {
        var labels = LabelsOf(host);
        foreach (var (constant, value) in host.Overrides)
            Add($"balloon:override:{constant.Name}{{instance=\"{host.Instance}\"}}", host.Samples.Select(_ => (double?)value));
        Add($"balloon_libvirt_up{{{labels}}}", host.Samples.Select(sample => sample.LibvirtUp is { } up ? Flag(up) : (double?)null));
        Add($"balloon_host_memory_total_bytes{{{labels}}}", host.Samples.Select(sample => sample.TotalBytes));
        Add($"balloon_host_memory_available_bytes{{{labels}}}", host.Samples.Select(sample => sample.AvailableBytes));
        Add($"balloon_host_memory_reserve_bytes{{{labels}}}", host.Samples.Select(sample => sample.ReserveBytes));
        Add($"balloon_host_pressure_memory_waiting_seconds_total{{{labels}}}", host.Samples.Select(sample => sample.WaitingSeconds));
        Add($"balloon_host_swap_out_bytes_total{{{labels}}}", host.Samples.Select(sample => sample.SwapOutBytes));
        foreach (var uuid in host.Samples.SelectMany(sample => sample.Domains.Keys).Distinct())
            AddDomain(host, uuid);
    }

    /// <summary>One series. Null: it ends, until there is a value again.</summary>
    public void Add(string series, IEnumerable<double?> values)
    {
        List<double?> all = [.. values];
        if (all.TrueForAll(value => value is null))
            return;
        _text.Append("      - {series: '").Append(series).Append("', values: '");
        for (var index = 0; index < all.Count; index++)
            _text.Append(index == 0 ? "" : " ").Append(all[index]?.ToString("R", CultureInfo.InvariantCulture) ?? (index > 0 && all[index - 1] is not null ? "stale" : "_"));
        _text.Append("'}\n");
    }

    /// <summary>The labels of a host's own series.</summary>
    public static string LabelsOf(RandomHost host) => $"instance=\"{host.Instance}\",job=\"balloon\"";

    /// <summary>The labels of a domain's series.</summary>
    public static string LabelsOf(RandomHost host, Guid uuid) => $"domain=\"d\",instance=\"{host.Instance}\",job=\"balloon\",uuid=\"{uuid}\"";

    public override string ToString() => _text.ToString();

    private void AddDomain(RandomHost host, Guid uuid)
    {
        Domain("balloon_domain_managed", domain => Flag(domain.Managed));
        Domain("balloon_domain_lowered_by_operator", domain => Flag(domain.LoweredByOperator));
        Domain("balloon_domain_guest_stats_fresh", domain => Flag(domain.Fresh));
        Domain("balloon_domain_state", domain => domain.Running ? 1 : 3);
        Domain("balloon_domain_working_set_bytes", domain => domain.WorkingSetBytes);
        Domain("balloon_domain_memory_current_bytes", domain => domain.CurrentBytes);
        Domain("balloon_domain_memory_maximum_bytes", domain => domain.MaximumBytes);
        Domain("balloon_domain_host_resident_bytes", domain => domain.ResidentBytes);
        Domain("balloon_domain_policy_floor_bytes", domain => domain.FloorBytes);
        Domain("balloon_domain_policy_ceiling_bytes", domain => domain.CeilingBytes);
        Domain("balloon_domain_policy_shares", domain => domain.Shares);
        Domain("balloon_domain_target_bytes", domain => domain.TargetBytes);
        Domain("balloon_domain_target_set_timestamp_seconds", domain => (domain.TargetSetAt - RandomHost.At(0))?.TotalSeconds);
        Domain("balloon_domain_guest_memory_usable_bytes", domain => domain.UsableBytes);
        Domain("balloon_domain_guest_memory_unused_bytes", domain => domain.UnusedAndCachesBytes);
        Domain("balloon_domain_guest_disk_caches_bytes", domain => 0 * domain.UnusedAndCachesBytes);
        Domain("balloon_domain_guest_swap_out_bytes_total", domain => domain.SwapOutBytes);
        Domain("balloon_domain_guest_swap_in_bytes_total", domain => domain.SwapInBytes);

        void Domain(string name, Func<DomainSample, double?> valueOf) =>
            Add($"{name}{{{LabelsOf(host, uuid)}}}", host.Samples.Select(sample => sample.Of(uuid) is { } domain ? valueOf(domain) : null));
    }

    private static double Flag(bool value) => value ? 1 : 0;
}
