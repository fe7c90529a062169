namespace BalloonExporter.Options.LinkKeys;

/// <summary>A key that links are signed or verified with. Immutable and thread-safe.</summary>
/// <param name="algorithm">The one algorithm that it is for.</param>
/// <param name="id">Its <c>kid</c>; null: it has none.</param>
internal abstract class LinkKey(LinkAlgorithm algorithm, string? id)
{
    public LinkAlgorithm Algorithm => algorithm;

    public string? Id => id;

    /// <summary>Whether it can sign: a private key, or a secret.</summary>
    public abstract bool CanSign { get; }

    public abstract bool Verifies(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature);

    /// <exception cref="InvalidOperationException">It is a public key.</exception>
    public abstract byte[] Sign(ReadOnlySpan<byte> text);

    private protected static InvalidOperationException OnlyPublic() => new("a public key cannot sign");
}
