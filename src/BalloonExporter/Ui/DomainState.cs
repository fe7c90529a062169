using BalloonExporter.Api;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>Whether a domain is managed, or why not and what mends it.</summary>
internal static class DomainState
{
    public static Html Of(DomainView view)
    {
        var policy = view.Policy;
        var pending = policy.RestartRequired == true ? Html.Of($"<p class=\"state wait\">Restart pending: its next start turns ballooning {(policy.StartedEnabled == true ? "off" : "on")}.</p>\n") : null;
        if (!policy.Running)
            return Html.Of($"<p class=\"state\" id=\"managed\">It does not run.</p>\n");
        return policy.Managed
            ? Html.Of($"<div id=\"managed\"><p class=\"state good\">Managed: its balloon {(view.Acts ? "is" : "would be")} moved.</p>\n{pending}</div>\n")
            : Html.Of($"<div id=\"managed\"><p class=\"state wait\">Not managed: {policy.Why ?? ManagedWords.Why(policy.Reason!)}. {Mended(policy)}</p>\n{pending}</div>\n");
    }

    private static Html Mended(PolicyReport policy)
    {
        if (policy.WayOut is not { } wayOut)
            return Html.Of($"That passes by itself.");
        // Its UUID, which a shell takes as it is.
        var command = ManagedWords.RemedyOf(policy.Reason!)?.Command?.Replace("DOMAIN", policy.Uuid.ToString(), StringComparison.Ordinal);
        return Html.Of($"What mends it: {wayOut}{(command is null ? null : Html.Of($" (<code>{command}</code>)"))}.");
    }
}
