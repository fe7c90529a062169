using BalloonExporter.Core.Model;
using BalloonExporter.Core.Needs;

namespace BalloonExporter.Core.Tests.Needs;

public sealed class SampleArrivalsTests
{
    private static readonly Moment Start = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero).UtcTicks);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    private readonly SampleArrivals _arrivals = new();

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.37)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Looks_in_the_middle_find_out_within_a_few_samples_when_they_arrive(double phase)
    {
        var guest = new Sampled(phase);
        var looks = guest.LooksUntil(seconds: 20, _arrivals);

        // Each sample is found with one look, a tenth of a second after it arrived at most.
        var later = guest.LooksUntil(seconds: 60, _arrivals);
        Assert.InRange(looks, 10, 26);
        Assert.InRange(later, 20, 28);
        Assert.InRange(guest.LatestSeconds, 0, 0.13);
    }

    [Fact]
    public void A_guest_whose_answers_come_later_each_time_is_followed()
    {
        var guest = new Sampled(0.3) { DriftSeconds = 0.008 };
        guest.LooksUntil(seconds: 20, _arrivals);

        Assert.InRange(guest.LooksUntil(seconds: 400, _arrivals), 189, 260);
        Assert.InRange(guest.LatestSeconds, 0, 0.15);
    }

    [Fact]
    public void A_guest_that_answers_at_another_moment_from_now_on_is_found_again()
    {
        new Sampled(0.3).LooksUntil(seconds: 20, _arrivals);
        var guest = new Sampled(1.1);
        guest.LooksUntil(seconds: 40, _arrivals, from: 20);

        Assert.InRange(guest.LooksUntil(seconds: 80, _arrivals), 20, 28);
        Assert.InRange(guest.LatestSeconds, 0, 0.13);
    }

    [Fact]
    public void Before_the_second_sample_nothing_is_known() => Assert.Null(_arrivals.Note(At(0), At(0.5), Period));

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public void A_guest_that_is_not_asked_is_not_expected_to_tell(int? period)
    {
        var time = period is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        _arrivals.Note(At(0), At(0.5), time);

        Assert.Null(_arrivals.Note(At(2), At(2.5), time));
    }

    [Fact]
    public void Another_period_begins_anew_and_so_does_a_reboot()
    {
        _arrivals.Note(At(0), At(0.5), Period);
        Assert.NotNull(_arrivals.Note(At(2), At(2.5), Period));

        Assert.Null(_arrivals.Note(At(2), At(3), TimeSpan.FromSeconds(1)));
        Assert.NotNull(_arrivals.Note(At(3), At(3.7), TimeSpan.FromSeconds(1)));
        _arrivals.Forget();
        Assert.Null(_arrivals.Note(At(3), At(3.8), TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_look_that_comes_too_late_teaches_nothing()
    {
        _arrivals.Note(At(0), At(0.5), Period);
        var next = _arrivals.Note(At(2), At(2.5), Period);

        Assert.Equal(next, _arrivals.Note(At(0), At(2.2), Period));
    }

    private static Moment At(double second) => Start + TimeSpan.FromSeconds(second);

    // A guest with a sample each two seconds, and who looks at it when told.
    private sealed class Sampled(double phase)
    {
        private double _now;

        public double DriftSeconds { get; init; }

        /// <summary>How late the last few samples were found at most.</summary>
        public double LatestSeconds { get; private set; }

        public int LooksUntil(double seconds, SampleArrivals arrivals, double from = 0)
        {
            _now = Math.Max(_now, from);
            var looks = 0;
            LatestSeconds = 0;
            var found = Newest(_now);
            while (_now < seconds)
            {
                looks++;
                var newest = Newest(_now);
                if (newest > found && _now > from + 5)
                    LatestSeconds = Math.Max(LatestSeconds, _now - newest);
                found = newest;
                var next = arrivals.Note(At(Math.Floor(newest)), At(_now), Period);
                _now = next is not { } window ? _now + 0.25 : Math.Max(_now + 0.02, Seconds(By(window)));
            }

            return looks;
        }

        // As the schedule does it.
        private Moment By(SampleWindow window) => (window.By - window.After).TotalSeconds > 0.125 && window.Middle > At(_now) ? window.Middle : window.By > At(_now) ? window.By : At(_now + 0.25);

        private double Newest(double now)
        {
            var number = Math.Floor((now - phase) / (2 + DriftSeconds));
            return phase + (number * (2 + DriftSeconds));
        }

        private static double Seconds(Moment moment) => (moment - Start).TotalSeconds;
    }
}
