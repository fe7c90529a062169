namespace BalloonExporter.Reflexes;

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

/// <summary>What an emergency is about at one look. Sizes are KiB.</summary>
/// <param name="MissingKib">What has to be taken besides what is on its way; nothing if not positive.</param>
/// <param name="ComingKib">What is taken but has not come back to the host yet.</param>
/// <param name="Managed">Guests from whom something may be taken.</param>
public sealed record EmergencyNeed(long MissingKib, long ComingKib, int Managed);
