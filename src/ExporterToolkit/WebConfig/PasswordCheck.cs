using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace ExporterToolkit.WebConfig;

/// <summary>Checks passwords. Guessers can neither use up the CPU nor lock out users with the right password.</summary>
/// <remarks>
/// bcrypt is slow on purpose, but scrapes must be fast: the last right password of each hash is kept as a keyed digest, with a key that
/// never leaves this process. It is accepted whatever other attempts are made, even from the same address. Wrong passwords are not kept,
/// so strangers cannot fill the memory. A new password from a known address is checked before those of strangers, whatever number of
/// networks they use.
/// </remarks>
public sealed partial class PasswordCheck(TimeProvider time, ILogger<PasswordCheck> log)
{
    // Entries of hashes that were removed from the file stay until this many are kept.
    private const int MostRemembered = 1000;

    private static readonly TimeSpan ToldAgain = TimeSpan.FromMinutes(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _right = new();
    private readonly GuessLimits _limits = new(time);
    private readonly HashingQueue _queue = new();
    private readonly KnownAddresses _known = new();
    private readonly Lock _telling = new();
    private long? _toldAt;

    /// <summary>Work done so far, in rounds of bcrypt: each step of cost doubles it, as it doubles the time.</summary>
    public long Rounds { get; private set; }

    /// <param name="users">Current users of the file.</param>
    /// <param name="user">User name sent by the client.</param>
    /// <param name="password">Password sent by the client.</param>
    /// <param name="from">Null: a UNIX socket of this host.</param>
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
            // The password was not checked, or was right.
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
        // Another request may have verified the password while this one waited.
        if (IsRemembered(hash, seen))
            return true;
        if (!Compute(users, hash, password))
            return false;
        Remember(hash!, seen);
        return true;
    }

    // Takes the same time for each wrong password, whether or not the user exists and whatever the cost of its hash: 2^cost + 2^cost +
    // 2^(cost+1) + ... = 2^highest.
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

    [LoggerMessage(LogLevel.Warning, "Too many wrong passwords: further ones are not checked for a while. Passwords that were right recently are still accepted")]
    private partial void TooManyGuesses(string address);
}
