using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ExporterToolkit.WebConfig;

/// <summary>Whether a user's password is right. Guessers can neither take the processor nor lock out those who know it.</summary>
/// <remarks>
/// bcrypt is slow by intent, a scrape shall not be: the last password that was right is remembered for each hash, as a keyed digest with a key
/// that never leaves this process. It passes whatever else is tried, from the same address too. Wrong ones are not remembered, so strangers
/// cannot fill the memory. A new password of an address that was right before comes before those of strangers, however many networks they have.
/// </remarks>
public sealed partial class PasswordCheck(TimeProvider time, ILogger<PasswordCheck> log)
{
    // Hashes that are no longer in the file stay behind until this many are remembered.
    private const int MostRemembered = 1000;

    private static readonly TimeSpan ToldAgain = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _right = new();
    private readonly GuessLimits _limits = new(time);
    private readonly HashingQueue _queue = new();
    private readonly KnownAddresses _known = new();
    private readonly Lock _telling = new();
    private long? _toldAt;

    /// <summary>What was computed so far, in rounds of bcrypt: it doubles with each step of cost, as the time does.</summary>
    public long Rounds { get; private set; }

    /// <param name="users">As the file has them now.</param>
    /// <param name="user">Name that was given.</param>
    /// <param name="password">As it was given.</param>
    /// <param name="from">Null: a socket of this host.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<PasswordAnswer> CheckAsync(BasicUsers users, string user, string password, IPAddress? from, CancellationToken cancellation)
    {
        var hash = users.HashOf(user);
        var seen = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(password));
        var address = GuessLimits.KeyOf(from);
        if (IsRemembered(hash, seen))
        {
            _known.Add(address);
            return PasswordAnswer.Right;
        }

        var permits = _limits.Of(from);
        var standing = new Standing(_known.Contains(address), permits.Taken);
        if (!permits.TryTake(out var wait))
        {
            Tell(from);
            return PasswordAnswer.TooMany(wait);
        }

        bool? isRight = null;
        try
        {
            isRight = await _queue.RunAsync(address, standing, () => TryOut(users, hash, password, seen), cancellation);
        }
        finally
        {
            // Nothing was tried, or nothing wrong.
            if (isRight != false)
                permits.GiveBack();
        }

        if (isRight == true)
            _known.Add(address);
        return isRight switch
        {
            true => PasswordAnswer.Right,
            false => PasswordAnswer.Wrong,
            null => PasswordAnswer.TooMany(TimeSpan.FromSeconds(1)),
        };
    }

    private bool IsRemembered(string? hash, byte[] seen) =>
        hash is not null && _right.TryGetValue(hash, out var right) && CryptographicOperations.FixedTimeEquals(seen, right);

    private bool TryOut(BasicUsers users, string? hash, string password, byte[] seen)
    {
        // It may have been found right while this one waited.
        if (IsRemembered(hash, seen))
            return true;
        if (!Compute(users, hash, password))
            return false;
        Remember(hash!, seen);
        return true;
    }

    // Of one and the same length for every wrong password, whether there is such a user and whatever the cost of his hash is:
    // 2^cost + 2^cost + 2^(cost+1) + ... = 2^highest.
    private bool Compute(BasicUsers users, string? hash, string password)
    {
        if (hash is not null && Verify(password, hash))
            return true;
        if (hash is null)
            Verify(password, users.DecoyOf(users.HighestCost));
        for (var cost = hash is null ? users.HighestCost : BasicUsers.CostOf(hash); cost < users.HighestCost; cost++)
            Verify(password, users.DecoyOf(cost));
        return false;
    }

    private bool Verify(string password, string hash)
    {
        Rounds += 1L << BasicUsers.CostOf(hash);
        return BCrypt.Net.BCrypt.Verify(password, hash);
    }

    private void Remember(string hash, byte[] seen)
    {
        if (_right.Count >= MostRemembered)
            _right.Clear();
        _right[hash] = seen;
    }

    private void Tell(IPAddress? from)
    {
        lock (_telling)
        {
            if (_toldAt is { } told && time.GetElapsedTime(told) < ToldAgain)
                return;
            _toldAt = time.GetTimestamp();
        }

        TooManyGuesses(from is null ? "local" : GuessLimits.KeyOf(from).ToString());
    }

    [LoggerMessage(LogLevel.Warning, "Too many wrong passwords: more are not tried for a while. Passwords that were right lately pass")]
    private partial void TooManyGuesses(string address);
}
