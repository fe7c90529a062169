using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;

namespace BalloonExporter.Tests.Reading;

public sealed class SharedReaderTests
{
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(9.5);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly WaitingReader _reader = new();
    private readonly FakeTimeProvider _time = new();
    private readonly SharedReader _shared;

    public SharedReaderTests() => _shared = new SharedReader(_reader, _time);

    [Fact]
    public async Task Ten_scrapers_at_once_cost_one_read()
    {
        var looks = Enumerable.Range(0, 10).Select(_ => _shared.ReadAsync(Patient, CancellationToken.None)).ToList();
        _reader.End();

        var snapshots = await Task.WhenAll(looks);

        Assert.Single(_reader.Deadlines);
        Assert.All(snapshots, snapshot => Assert.Same(snapshots[0], snapshot));
    }

    [Fact]
    public async Task A_caller_after_the_read_gets_a_new_one()
    {
        _reader.End();
        await _shared.ReadAsync(Patient, CancellationToken.None);
        await _shared.ReadAsync(Patient, CancellationToken.None);

        Assert.Equal(2, _reader.Deadlines.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.016)]
    [InlineData(4.5)]
    [InlineData(119.5)]
    public async Task How_long_libvirt_has_is_never_what_a_client_says(double patience)
    {
        var look = _shared.ReadAsync(TimeSpan.FromSeconds(patience), CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(patience));
        _reader.End();
        await look.WaitAsync(Limit);

        Assert.Equal([SharedReader.Deadline], _reader.Deadlines);
        Assert.InRange(SharedReader.Deadline, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(9.5));
    }

    [Fact]
    public async Task A_caller_with_a_shorter_deadline_gets_the_snapshot_without_libvirt_and_the_read_goes_on()
    {
        var hasty = _shared.ReadAsync(TimeSpan.FromMilliseconds(16), CancellationToken.None);
        var patient = _shared.ReadAsync(Patient, CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(16));

        Assert.False((await hasty.WaitAsync(Limit)).LibvirtUp);
        Assert.False(patient.IsCompleted);

        _reader.End();
        Assert.True((await patient).LibvirtUp);
        Assert.Single(_reader.Deadlines);
    }

    [Fact]
    public async Task A_client_that_hangs_up_does_not_end_the_read_of_the_others()
    {
        using var leaving = new CancellationTokenSource();
        var first = _shared.ReadAsync(Patient, leaving.Token);
        var second = _shared.ReadAsync(Patient, CancellationToken.None);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _reader.End();

        Assert.True((await second).LibvirtUp);
        Assert.Single(_reader.Deadlines);
        Assert.All(_reader.Cancellations, token => Assert.False(token.CanBeCanceled));
    }

    [Fact]
    public async Task A_read_that_ends_in_the_moment_in_which_a_client_gives_up_is_its_answer()
    {
        var read = new TaskCompletionSource<HostSnapshot>();
        var reader = new FakeHostReader { Answer = () => read.Task };

        var snapshot = await new SharedReader(reader, new PassingTime(() => read.SetResult(Snapshots.Host()))).ReadAsync(Patient, CancellationToken.None);

        Assert.True(snapshot.LibvirtUp);
    }

    [Fact]
    public async Task A_caller_that_times_out_gets_what_was_found_by_then()
    {
        var found = Snapshots.Host(Snapshots.Domain(7));
        var shared = new SharedReader(new SlowReader(found), _time);

        var look = shared.ReadAsync(Patient, CancellationToken.None);
        _time.Advance(Patient);

        Assert.Same(found, await look.WaitAsync(Limit));
    }

    [Fact]
    public async Task Callers_that_ask_whether_libvirt_answers_share_the_question_and_keep_their_deadlines()
    {
        var reader = new SlowReader(Snapshots.Host());
        var shared = new SharedReader(reader, _time);

        var questions = Enumerable.Range(0, 10).Select(_ => shared.IsLibvirtUpAsync(Patient, CancellationToken.None)).ToList();
        var hasty = shared.IsLibvirtUpAsync(TimeSpan.FromMilliseconds(16), CancellationToken.None);
        _time.Advance(TimeSpan.FromMilliseconds(16));
        Assert.False(await hasty.WaitAsync(Limit));
        reader.Answers.SetResult(true);

        Assert.All(await Task.WhenAll(questions).WaitAsync(Limit), Assert.True);
        Assert.Equal(1, reader.Questions);
    }

    /// <summary>Never ends; has found something.</summary>
    private sealed class SlowReader(HostSnapshot found) : IHostReader
    {
        public TaskCompletionSource<bool> Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Questions { get; private set; }

        public HostRead Begin(TimeSpan deadline) => new(new TaskCompletionSource<HostSnapshot>().Task, () => found);

        public Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<HostSnapshot> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<bool> IsLibvirtUpAsync(TimeSpan deadline, CancellationToken cancellation)
        {
            Questions++;
            return Answers.Task;
        }

        public HostSnapshot ReadWithoutLibvirt() => Snapshots.LibvirtDown();
    }

    /// <summary>Every deadline has passed as soon as a caller waits for it, and then something else happens.</summary>
    private sealed class PassingTime(Action afterwards) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            callback(state);
            afterwards();
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class WaitingReader : IHostReader
    {
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<TimeSpan> Deadlines { get; } = [];

        public List<CancellationToken> Cancellations { get; } = [];

        public void End() => _end.SetResult();

        public async Task<HostSnapshot> ReadAsync(TimeSpan deadline, IReadOnlySet<Guid> askForJobs, CancellationToken cancellation)
        {
            Deadlines.Add(deadline);
            Cancellations.Add(cancellation);
            await _end.Task.WaitAsync(cancellation);
            return Snapshots.Host();
        }

        public Task<HostSnapshot> ReadOneAsync(Guid uuid, TimeSpan deadline, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<bool> IsLibvirtUpAsync(TimeSpan deadline, CancellationToken cancellation) => throw new NotSupportedException();

        public HostSnapshot ReadWithoutLibvirt() => Snapshots.LibvirtDown();
    }
}
