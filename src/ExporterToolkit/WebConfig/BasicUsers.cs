using System.Buffers;
using System.Globalization;

namespace ExporterToolkit.WebConfig;

/// <summary>User names with their bcrypt hashes.</summary>
public sealed class BasicUsers(IReadOnlyDictionary<string, string> hashes)
{
    // bcrypt allows 4 to 31; from 15 on a single check takes seconds of CPU time, and all other clients wait for it.
    private const int LeastCost = 4;
    private const int MostCost = 14;

    // $2y$10$ and 53 characters of bcrypt's own base 64.
    private const int HashLength = 60;
    private const int PrefixLength = 7;

    private static readonly SearchValues<char> Letters = SearchValues.Create("./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>The highest cost of all users: each wrong password takes as long as this.</summary>
    public int HighestCost { get; } = hashes.Values.Select(CostOf).DefaultIfEmpty(LeastCost).Max();

    /// <summary>The problem of a hash; null when it is valid.</summary>
    public static string? ProblemOf(string hash)
    {
        if (hash.Length != HashLength || hash[..2] != "$2" || !"abxy".Contains(hash[2]) || hash[3] != '$' || hash[6] != '$'
            || !char.IsAsciiDigit(hash[4]) || !char.IsAsciiDigit(hash[5]) || hash.AsSpan(PrefixLength).ContainsAnyExcept(Letters))
            return "is not a bcrypt hash";
        return CostOf(hash) is < LeastCost or > MostCost
            ? $"has cost {CostOf(hash)}, expected {LeastCost} to {MostCost}; create one of cost 10 with: htpasswd -nBC 10 \"\""
            : null;
    }

    public static int CostOf(string hash) => int.Parse(hash.AsSpan(4, 2), CultureInfo.InvariantCulture);

    public bool Knows(string user) => hashes.ContainsKey(user);

    /// <summary>Hash of a user; null for an unknown user.</summary>
    public string? HashOf(string user) => hashes.GetValueOrDefault(user);

    /// <summary>A hash with this cost, so that unknown users take as long as known ones.</summary>
    public string DecoyOf(int cost) => $"$2a${cost:00}${hashes.Values.First()[PrefixLength..]}";
}
