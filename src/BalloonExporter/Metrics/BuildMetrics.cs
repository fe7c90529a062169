using System.Reflection;
using System.Runtime.InteropServices;
using BalloonExporter.Core.Model;
using Prometheus;

namespace BalloonExporter.Metrics;

/// <summary>What this program is.</summary>
internal sealed class BuildMetrics : IExporterMetrics
{
    public BuildMetrics()
    {
        var (version, revision) = ReadBuild();
        Prometheus.Metrics.WithCustomRegistry(Registry)
            .CreateGauge("balloon_exporter_build_info", "Version of this program; always 1.", ["version", "revision", "runtime"])
            .WithLabels(version, revision, RuntimeInformation.FrameworkDescription)
            .Set(1);
    }

    public CollectorName? Name => null;

    public CollectorRegistry Registry { get; } = Prometheus.Metrics.NewCustomRegistry();

    public void Refresh()
    {
        // Does not change.
    }

    // The SDK writes "1.2.3+revision" when the commit is known.
    private static (string Version, string Revision) ReadBuild()
    {
        var text = typeof(BuildMetrics).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var plus = text.IndexOf('+');
        return plus < 0 ? (text, "unknown") : (text[..plus], text[(plus + 1)..]);
    }
}
