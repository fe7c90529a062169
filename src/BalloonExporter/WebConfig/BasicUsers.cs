using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using BCrypt.Net;

namespace BalloonExporter.WebConfig;

/// <summary>User names with their bcrypt hashes.</summary>
/// <remarks>
/// bcrypt is slow by intent, a scrape shall not be: the last password that was right is remembered per user, as a keyed hash with a key that
/// never leaves this process. Wrong ones are not remembered, so strangers cannot fill the memory. A changed file makes a new object with
/// nothing remembered.
/// </remarks>
internal sealed class BasicUsers(IReadOnlyDictionary<string, string> hashes)
{
    // The length of every bcrypt hash, and the costs that the algorithm knows.
    private const int HashLength = 60;
    private const int LeastCost = 4;
    private const int HighestCost = 31;

    // Strangers who guess passwords cost one core at most.
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _right = new();

    /// <summary>Number of times that bcrypt was computed.</summary>
    public int Computed { get; private set; }

    public static bool IsHash(string text)
    {
        if (text.Length != HashLength)
            return false;
        try
        {
            return int.TryParse(BCrypt.Net.BCrypt.InterrogateHash(text).WorkFactor, out var cost) && cost is >= LeastCost and <= HighestCost;
        }
        catch (HashInformationException)
        {
            return false;
        }
    }

    public bool Knows(string user) => hashes.ContainsKey(user);

    public async Task<bool> AcceptAsync(string user, string password, CancellationToken cancellation)
    {
        var seen = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(password));
        if (_right.TryGetValue(user, out var right) && CryptographicOperations.FixedTimeEquals(seen, right))
            return true;

        var known = hashes.TryGetValue(user, out var hash);
        await OneAtATime.WaitAsync(cancellation);
        try
        {
            Computed++;
            // For an unknown user too, and with a real user's cost: the time of the answer does not tell who exists.
            if (!BCrypt.Net.BCrypt.Verify(password, hash ?? hashes.Values.First()) || !known)
                return false;
        }
        finally
        {
            OneAtATime.Release();
        }

        _right[user] = seen;
        return true;
    }
}
