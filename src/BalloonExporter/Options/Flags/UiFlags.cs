using System.CommandLine;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options of the operator's page.</summary>
internal sealed class UiFlags : IFlagGroup<ExporterOptions>
{
    private readonly Option<Uri> _grafana = new("--ui.grafana-url")
    {
        Description = "Address of Grafana, to whose dashboard balloon-domain the operator's page links, such as https://grafana.example.com. A query is kept: ?var-instance=HOST:10177 names this host. Default: none.",
        HelpName = "URL",
        CustomParser = result => FlagValue.Reference(result, AddressOf, "an address such as https://grafana.example.com"),
    };

    public IReadOnlyList<Option> Options => [_grafana];

    public ExporterOptions Read(ParseResult result, ExporterOptions options) => options with { GrafanaUrl = result.GetValue(_grafana) ?? options.GrafanaUrl };

    // Whatever is not a page of a web server would be run by browsers.
    private static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && address.Fragment.Length == 0 ? address : null;
}
