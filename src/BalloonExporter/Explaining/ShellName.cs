using System.Text.RegularExpressions;

namespace BalloonExporter.Explaining;

/// <summary>A domain in a command that is shown: customers choose names.</summary>
internal static partial class ShellName
{
    /// <summary>The name where a shell takes it as it is, else the UUID.</summary>
    public static string Of(string name, string uuid) => Plain().IsMatch(name) ? name : uuid;

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex Plain();
}
