using BalloonExporter.Core.Model;
using BalloonExporter.Core.Reflexes;

namespace BalloonExporter.Core.Tests.Reflexes;

public sealed class IdleEmergencyTests
{
    private static readonly Moment Noon = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero).UtcTicks);

    private readonly IdleEmergency _idle = new();

    [Fact]
    public void One_in_which_nothing_is_asked_for_is_logged_once_a_minute()
    {
        var told = Enumerable.Range(0, 150).Where(second => Note(second, emergency: true, asked: false));

        Assert.Equal([60, 120], told);
    }

    [Fact]
    public void A_minute_begins_anew_when_something_is_asked_for() =>
        Assert.Equal([110], Enumerable.Range(0, 150).Where(second => Note(second, emergency: true, asked: second == 49)));

    [Fact]
    public void Without_an_emergency_nothing_is_told() =>
        Assert.Equal([110], Enumerable.Range(0, 150).Where(second => Note(second, emergency: second != 49, asked: false)));

    private bool Note(int second, bool emergency, bool asked) => _idle.Note(emergency, asked, Noon + TimeSpan.FromSeconds(second));
}
