using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Reflexes;

/// <summary>Notices an emergency that goes on while nothing is asked for. Not thread-safe; holds no clock.</summary>
public sealed class IdleEmergency
{
    /// <summary>How long nothing is asked for until it is worth telling, and until it is told again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private Moment? _since;

    /// <summary>Takes in a look of the reflexes.</summary>
    /// <param name="emergency">Whether the host is in an emergency.</param>
    /// <param name="asked">Whether anything was asked for because of it.</param>
    /// <param name="now">The moment.</param>
    /// <returns>Whether to tell.</returns>
    public bool Note(bool emergency, bool asked, Moment now)
    {
        if (!emergency || asked)
        {
            _since = null;
            return false;
        }

        _since ??= now;
        if (now - _since < Patience)
            return false;
        _since = now;
        return true;
    }
}
