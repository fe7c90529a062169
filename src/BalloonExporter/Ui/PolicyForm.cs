using System.Globalization;
using BalloonExporter.Api;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Ui;

/// <summary>The fields of the policy form, as texts; empty: not said.</summary>
internal sealed record PolicyForm(string Enabled, string Floor, string Ceiling, string Shares)
{
    public const string EnabledName = "enabled";
    public const string FloorName = "floor";
    public const string CeilingName = "ceiling";
    public const string SharesName = "shares";

    /// <summary>Name of the field with what the form showed.</summary>
    public const string Was = "was";

    private const char Between = '|';

    /// <summary>The fields of a stored policy.</summary>
    public static PolicyForm Of(PolicySpecReport? stored) => new(
        stored?.Enabled is { } enabled ? enabled ? "yes" : "no" : "",
        stored?.Floor ?? "",
        stored?.Ceiling ?? "",
        stored?.Shares?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>The change that a form asks for: the settings that differ from what it showed, and no other, so that what was changed meanwhile stays.</summary>
    public static PolicyChange ChangeOf(IFormCollection form)
    {
        var was = form[Was].ToString().Split(Between) is [var enabled, var floor, var ceiling, var shares] ? new PolicyForm(enabled, floor, ceiling, shares) : new PolicyForm("", "", "", "");
        var now = new PolicyForm(Sent(EnabledName, was.Enabled), Sent(FloorName, was.Floor), Sent(CeilingName, was.Ceiling), Sent(SharesName, was.Shares));
        var named = (now.Enabled == was.Enabled ? PolicySettings.None : PolicySettings.Enabled)
            | (now.Floor == was.Floor ? PolicySettings.None : PolicySettings.Floor)
            | (now.Ceiling == was.Ceiling ? PolicySettings.None : PolicySettings.Ceiling)
            | (now.Shares == was.Shares ? PolicySettings.None : PolicySettings.Shares);
        return new PolicyChange(PolicyElement.Read(Said(now.Enabled), Said(now.Floor), Said(now.Ceiling), Said(now.Shares)), named);

        string Sent(string name, string shown) => form.ContainsKey(name) ? form[name].ToString().Trim() : shown;
    }

    public override string ToString() => string.Join(Between, Enabled, Floor, Ceiling, Shares);

    private static string? Said(string text) => text.Length > 0 ? text : null;
}
