using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Reflexes;

/// <summary>Detects an emergency in which nothing can be requested. Not thread-safe; holds no clock.</summary>
public sealed class IdleEmergency
{
    /// <summary>Time without a request until it is reported, and between reports.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private Moment? _since;

    /// <summary>Records one run of the reflexes.</summary>
    /// <param name="emergency">Whether the host is in an emergency.</param>
    /// <param name="asked">Whether a request was made because of it.</param>
    /// <param name="now">The current moment.</param>
    /// <returns>Whether to report.</returns>
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
