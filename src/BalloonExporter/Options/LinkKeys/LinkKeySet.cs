namespace BalloonExporter.Options.LinkKeys;

/// <summary>The keys of one file: all of one algorithm, so that a link cannot choose how it is verified.</summary>
internal sealed class LinkKeySet
{
    private readonly IReadOnlyList<LinkKey> _keys;

    /// <exception cref="FormatException">There is none, they are of several algorithms, or cannot be told apart.</exception>
    public LinkKeySet(IReadOnlyList<LinkKey> keys)
    {
        if (keys.Count == 0)
            throw new FormatException("has no key");
        if (keys.Any(key => key.Algorithm != keys[0].Algorithm))
            throw new FormatException("has keys of several algorithms: expected one, since the file decides how links are verified");
        if (keys.Any(key => key.Id is not null) && keys.Select(key => key.Id).Distinct().Count() != keys.Count)
            throw new FormatException("has several keys with the same kid, or one without");
        if (keys.Any(key => key.Id is not null) && keys.Any(key => key.Id is null))
            throw new FormatException("has a key without kid beside others that have one");
        _keys = keys;
    }

    public LinkAlgorithm Algorithm => _keys[0].Algorithm;

    /// <summary>The key that signs: the first that can; null: there are only public ones.</summary>
    public LinkKey? Signing => _keys.FirstOrDefault(key => key.CanSign);

    /// <summary>Whether all of them are public.</summary>
    public bool IsPublic => _keys.All(key => !key.CanSign);

    /// <summary>The keys that may have signed a link with this <c>kid</c>: keys with names only under theirs, keys without names under any.</summary>
    public IEnumerable<LinkKey> Named(string? id) => _keys.Where(key => key.Id is null || key.Id == id);
}
