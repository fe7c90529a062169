using System.Net;
using BalloonExporter.Tests.Fakes;
using ExporterToolkit.WebConfig;
using Microsoft.Extensions.Time.Testing;

namespace ExporterToolkit.Tests.WebConfig;

public sealed class PasswordCheckTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Honest = IPAddress.Parse("192.0.2.2");
    private static readonly string AliceHash = BCrypt.Net.BCrypt.HashPassword("wonderland", 4);

    private readonly FakeTimeProvider _time = new();
    private readonly RecordingLogger<PasswordCheck> _log = new();
    private readonly BasicUsers _users = new(new Dictionary<string, string>
    {
        ["alice"] = AliceHash,
        ["bob"] = BCrypt.Net.BCrypt.HashPassword("builder", 6),
    });

    private readonly PasswordCheck _check;

    public PasswordCheckTests() => _check = new PasswordCheck(_time, _log);

    [Theory]
    [InlineData("alice", "wonderland", true)]
    [InlineData("alice", "Wonderland", false)]
    [InlineData("alice", "", false)]
    [InlineData("Alice", "wonderland", false)]
    [InlineData("carol", "wonderland", false)]
    [InlineData("", "", false)]
    public async Task Only_a_known_user_with_the_right_password_passes(string user, string password, bool passes)
    {
        Assert.Equal(new PasswordAnswer(passes, null), await AskAsync(user, password));
        Assert.Equal(new PasswordAnswer(passes, null), await AskAsync(user, password));
    }

    // $2y$ is what htpasswd writes.
    [Theory]
    [InlineData("$2a$")]
    [InlineData("$2b$")]
    [InlineData("$2y$")]
    public async Task Hashes_of_other_programs_are_read(string prefix) => Assert.True(
        (await _check.CheckAsync(new BasicUsers(new Dictionary<string, string> { ["alice"] = prefix + AliceHash[4..] }), "alice", "wonderland", Honest, default)).IsRight);

    [Fact]
    public async Task The_right_password_is_computed_once_even_when_the_file_is_read_again()
    {
        for (var scrape = 0; scrape < 5; scrape++)
            Assert.True((await AskAsync("alice", "wonderland")).IsRight);
        Assert.True((await _check.CheckAsync(new BasicUsers(new Dictionary<string, string> { ["alice"] = AliceHash }), "alice", "wonderland", Honest, default)).IsRight);

        Assert.Equal(1 << 4, _check.Rounds);
    }

    [Fact]
    public async Task A_password_that_was_right_is_wrong_with_another_hash()
    {
        Assert.True((await AskAsync("alice", "wonderland")).IsRight);
        var changed = new BasicUsers(new Dictionary<string, string> { ["alice"] = BCrypt.Net.BCrypt.HashPassword("looking-glass", 4) });

        Assert.False((await _check.CheckAsync(changed, "alice", "wonderland", Honest, default)).IsRight);
        Assert.False((await _check.CheckAsync(new BasicUsers(new Dictionary<string, string> { ["bob"] = AliceHash }), "alice", "wonderland", Honest, default)).IsRight);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("bob")]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task Every_wrong_password_costs_the_same_for_every_user(string user)
    {
        await AskAsync(user, "wrong");

        Assert.Equal(1 << 6, _check.Rounds);
    }

    [Fact]
    public async Task A_guesser_is_told_to_wait_and_nothing_more_is_computed_for_that_address()
    {
        for (var guess = 0; guess < 10; guess++)
            Assert.Equal(PasswordAnswer.Wrong, await AskAsync("alice", $"guess {guess}", Guesser));
        var computed = _check.Rounds;

        for (var guess = 0; guess < 10; guess++)
            Assert.InRange((await AskAsync("alice", "wonderland", Guesser)).Wait!.Value.TotalSeconds, 1, 6);
        Assert.Equal(computed, _check.Rounds);
        Assert.Equal("192.0.2.1", Assert.Single(_log.Entries).Fields["address"]);

        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(PasswordAnswer.Wrong, await AskAsync("alice", "guess", Guesser));
        Assert.NotNull((await AskAsync("alice", "guess", Guesser)).Wait);
    }

    [Fact]
    public async Task A_guesser_locks_out_neither_other_addresses_nor_recent_users_behind_its_own()
    {
        Assert.True((await AskAsync("alice", "wonderland", Guesser)).IsRight);
        for (var guess = 0; guess < 30; guess++)
            await AskAsync("alice", "guess", Guesser);

        Assert.True((await AskAsync("alice", "wonderland", Guesser)).IsRight);
        Assert.True((await AskAsync("bob", "builder")).IsRight);
        Assert.NotNull((await AskAsync("bob", "guess", Guesser)).Wait);
    }

    [Theory]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2")]
    public async Task Addresses_that_are_one_customers_are_one(string one, string other)
    {
        for (var guess = 0; guess < 10; guess++)
            await AskAsync("alice", "guess", IPAddress.Parse(one));

        Assert.NotNull((await AskAsync("alice", "guess", IPAddress.Parse(other))).Wait);
        Assert.Null((await AskAsync("alice", "guess", IPAddress.Parse("2001:db8:0:2::1"))).Wait);
    }

    [Fact]
    public async Task A_user_without_a_failure_does_not_wait_for_a_crowd_of_guessers()
    {
        var slow = new BasicUsers(new Dictionary<string, string> { ["alice"] = BCrypt.Net.BCrypt.HashPassword("wonderland", 8) });
        // Each has failed once, and waits with a second guess.
        var crowd = Enumerable.Range(1, 40).Select(host => IPAddress.Parse($"198.51.100.{host}")).ToList();
        foreach (var address in crowd)
            await AskAsync("nobody", "guess", address);
        var guesses = crowd.Select(address => _check.CheckAsync(slow, "alice", "guess", address, default)).ToList();

        Assert.True((await _check.CheckAsync(slow, "alice", "wonderland", Honest, default)).IsRight);

        Assert.Contains(guesses, guess => !guess.IsCompleted);
        Assert.All(await Task.WhenAll(guesses), answer => Assert.False(answer.IsRight));
    }

    [Fact]
    public async Task However_many_fresh_networks_guess_an_address_that_was_right_before_has_a_place()
    {
        Assert.True((await AskAsync("alice", "wonderland")).IsRight);
        // Its password is exchanged while the queue is full of those who have never failed.
        var changed = new BasicUsers(new Dictionary<string, string> { ["alice"] = BCrypt.Net.BCrypt.HashPassword("looking-glass", 9) });
        _ = CrowdOf(changed, 200);

        // It mistypes it first.
        Assert.Equal(PasswordAnswer.Wrong, await _check.CheckAsync(changed, "alice", "looking", Honest, default));
        _ = CrowdOf(changed, 200, network: 1);
        Assert.True((await _check.CheckAsync(changed, "alice", "looking-glass", Honest, default)).IsRight);
    }

    [Fact]
    public async Task A_stranger_finds_a_place_in_a_queue_of_strangers_that_is_full()
    {
        var slow = new BasicUsers(new Dictionary<string, string> { ["alice"] = BCrypt.Net.BCrypt.HashPassword("wonderland", 9) });
        _ = CrowdOf(slow, 200);

        Assert.True((await _check.CheckAsync(slow, "alice", "wonderland", Honest, default)).IsRight);
    }

    [Fact]
    public void Of_the_addresses_that_were_right_the_latest_are_known()
    {
        var known = new KnownAddresses();
        known.Add(Honest);
        for (var number = 0; number < 999; number++)
            known.Add(new IPAddress(number));
        known.Add(Honest);
        known.Add(Guesser);

        Assert.True(known.Contains(Honest) && known.Contains(Guesser));
        Assert.False(known.Contains(new IPAddress(0)));
    }

    [Fact]
    public async Task Of_a_flood_only_a_few_of_each_address_wait()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(guess => Task.Run(() => AskAsync("bob", $"guess {guess}", Guesser))));

        Assert.InRange(answers.Count(answer => answer.Wait is null), 1, 10);
    }

    // Each guesses once, so none of them has failed.
    private List<Task<PasswordAnswer>> CrowdOf(BasicUsers users, int count, int network = 0) =>
        [.. Enumerable.Range(1, count).Select(host => _check.CheckAsync(users, "alice", "guess", IPAddress.Parse($"198.51.{network}.{host}"), default))];

    private Task<PasswordAnswer> AskAsync(string user, string password, IPAddress? from = null) =>
        _check.CheckAsync(_users, user, password, from ?? Honest, default);
}
