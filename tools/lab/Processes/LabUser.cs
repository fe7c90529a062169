namespace BalloonExporter.Lab;

/// <summary>
/// Whose libvirt daemon the lab runs. A session daemon is meant for normal users; root's would be the system's own, so root
/// lends it to no other.
/// </summary>
internal sealed class LabUser
{
    public const string Name = "nobody";
    public const string Group = "nogroup";

    private LabUser()
    {
    }

    /// <summary>Null when this process is not root and everything simply belongs to its user.</summary>
    public static LabUser? Current { get; } = Environment.IsPrivilegedProcess ? new LabUser() : null;

    public IReadOnlyList<string> SetprivArguments { get; } = [$"--reuid={Name}", $"--regid={Group}", "--clear-groups"];

    public static async Task OwnAsync(string folder)
    {
        if (Current is null)
            return;
        await ShortCommand.RunAsync("chown", ["-R", $"{Name}:{Group}", folder], TimeSpan.FromSeconds(30));
    }
}
