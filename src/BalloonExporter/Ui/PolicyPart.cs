using System.Globalization;
using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>What is wanted for a domain, the form that changes it, and who changed it.</summary>
internal static class PolicyPart
{
    public static Html Of(UiContext context, DomainView view)
    {
        var stored = Html.Of($"<p id=\"stored\">Stored: {Text(view.Policy.Stored)}.{Instance(view.Policy)}</p>\n");
        if (!context.May(Scope.Policy))
            stored.Add($"<p class=\"small\">Your key may not change policies.</p>\n");
        else if (!view.StoresPolicies)
            stored.Add($"<p class=\"small\">This exporter only observes: policies are changed with <code>balloon-exporter policy</code> or virsh metadata.</p>\n");
        else
            stored.Add(Form(context, view.Policy));
        return stored.Add(Changes(view));
    }

    /// <summary>A policy in words.</summary>
    internal static string Text(PolicySpecReport? policy)
    {
        if (policy is null)
            return "nothing";
        if (policy.Problem is { } problem)
            return $"malformed: {problem}";
        string?[] parts =
        [
            policy.Enabled is { } enabled ? $"enabled {(enabled ? "yes" : "no")}" : null,
            policy.Floor is { } floor ? $"floor {floor}" : null,
            policy.Ceiling is { } ceiling ? $"ceiling {ceiling}" : null,
            policy.Shares is { } shares ? $"shares {shares.ToString(CultureInfo.InvariantCulture)}" : null,
            policy.Swap is { } swap ? $"swap {swap}" : null,
        ];
        return parts.OfType<string>().ToList() is { Count: > 0 } said ? string.Join(", ", said) : "nothing";
    }

    private static string Instance(PolicyReport policy) =>
        policy.Running && policy.Instance != policy.Stored ? $" The running instance has: {Text(policy.Instance)}." : "";

    private static Html Form(UiContext context, PolicyReport policy)
    {
        var values = PolicyForm.Of(policy.Stored);
        var action = $"{context.Root}domains/{policy.Uuid}/policy";
        return Html.Of(
            $"""
            <details id="policyform">
            <summary>Change</summary>
            <form method="post" action="{action}">
            <input type="hidden" name="{PolicyForm.Was}" value="{values.ToString()}">
            <p><label for="{PolicyForm.EnabledName}">Ballooning</label> <select id="{PolicyForm.EnabledName}" name="{PolicyForm.EnabledName}">{Choices(values.Enabled)}</select></p>
            {Field(PolicyForm.FloorName, "Floor, such as 2GiB or 25%; empty: not said", values.Floor)}{Field(PolicyForm.CeilingName, "Ceiling, such as 4GiB or 75%; empty: not said", values.Ceiling)}{Field(PolicyForm.SharesName, "Shares, 1000 is usual; empty: not said", values.Shares)}<p><button>Save</button></p>
            </form>
            <form method="post" action="{action}/clear"><p><button class="danger">Remove all of it</button></p></form>
            </details>

            """);
    }

    // "yes" is removed with all of it only: what is taken back is an opt-out.
    private static Html Choices(string enabled)
    {
        var html = new Html();
        foreach (var (value, text) in ((string, string)[])[("", enabled == "no" ? "take the opt-out back" : "not said"), ("yes", "yes"), ("no", "no: opt out, from the next start")])
        {
            if (value.Length > 0 || enabled != "yes")
                html.Add($"<option value=\"{value}\"{(value == enabled ? Html.Of($" selected=\"\"") : null)}>{text}</option>");
        }

        return html;
    }

    private static Html Field(string name, string label, string value) =>
        Html.Of($"<p><label for=\"{name}\">{label}</label> <input id=\"{name}\" name=\"{name}\" value=\"{value}\" size=\"10\" maxlength=\"40\" autocomplete=\"off\"></p>\n");

    private static Html Changes(DomainView view)
    {
        if (view.Changes.Count == 0)
            return new Html();
        var lines = new Html();
        foreach (var change in view.Changes)
            lines.Add($"<li>{UiTime.Of(change.At)} {Text(change.After)}, was {Text(change.Before)}, by {change.By}</li>\n");
        return Html.Of($"<details>\n<summary>Last changes</summary>\n<ol class=\"history\" id=\"changes\">\n{lines}</ol>\n</details>\n");
    }
}
