using BalloonExporter.Tests.Fakes;
using BalloonExporter.Ui;

namespace BalloonExporter.Tests.Options;

/// <content>The operator's page.</content>
public sealed partial class CommandLineTests
{
    [Theory]
    [InlineData("https://grafana.example.com", "https://grafana.example.com/d/balloon-domain?var-uuid=")]
    [InlineData("http://10.0.0.1:3000/grafana/", "http://10.0.0.1:3000/grafana/d/balloon-domain?var-uuid=")]
    [InlineData("https://grafana.example.com/?var-instance=host1:10177", "https://grafana.example.com/d/balloon-domain?var-instance=host1:10177&var-uuid=")]
    public void Grafanas_address_becomes_that_of_the_domains_dashboard(string given, string expected) =>
        Assert.Equal(expected + Snapshots.Uuid(1), GrafanaLink.Of(Accepted($"--ui.grafana-url={given}").GrafanaUrl, Snapshots.Uuid(1))!.AbsoluteUri);

    [Theory]
    [InlineData("grafana")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:password@grafana.example.com")]
    [InlineData("https://grafana.example.com/#x")]
    public void What_is_no_address_of_Grafana_is_refused(string given) => Assert.Contains("is not an address", Refused($"--ui.grafana-url={given}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/ui")]
    [InlineData("/UI/")]
    [InlineData("/ui/metrics")]
    public void The_metrics_do_not_take_the_place_of_the_operators_page(string path) => Assert.Contains("is not a path", Refused($"--web.telemetry-path={path}"), StringComparison.Ordinal);
}
