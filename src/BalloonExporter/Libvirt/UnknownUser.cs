using LibvirtSharp;

namespace BalloonExporter.Libvirt;

/// <summary>
/// libvirtd looks up the user at the other end of its socket, and turns away a number that its host does not know: in a container, one that
/// only the image knows.
/// </summary>
internal static class UnknownUser
{
    /// <summary>Set by the image, and by podman: a host's users may be missing for a moment (LDAP), an image's user is missing for ever.</summary>
    private const string InContainer = "container";

    // libvirt has no error code of its own for this.
    private const string Message = "Failed to find user record for uid";

    // A daemon that hangs is no reason to refuse: the exporter waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Whether this is a container whose user is turned away.</summary>
    public static bool IsTurnedAway(IReadOnlyList<Uri> uris) =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(InContainer)) && uris.Any(uri => Task.Run(() => IsTurnedAway(uri)) is var asked && asked.Wait(Patience) && asked.Result);

    private static bool IsTurnedAway(Uri uri)
    {
        try
        {
            LibvirtConnection.OpenReadOnly(uri.OriginalString).Dispose();
            return false;
        }
        catch (LibvirtException exception)
        {
            return exception.LibvirtMessage.Contains(Message, StringComparison.Ordinal);
        }
    }
}
