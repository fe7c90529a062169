namespace BalloonExporter.Options.Keys;

/// <summary>Who may what: one entry of the keys file.</summary>
/// <param name="Proof">How somebody shows that he is meant.</param>
/// <param name="Name">The name of the token, user, certificate, local user or local group.</param>
/// <param name="May">What he may do.</param>
internal sealed record Grant(Proof Proof, string Name, IReadOnlySet<Scope> May)
{
    /// <summary>The file of a <see cref="Proof.Token"/>.</summary>
    public string? File { get; init; }

    /// <summary>The number of a <see cref="Proof.Uid"/> or <see cref="Proof.Group"/>.</summary>
    public uint? Id { get; init; }

    /// <summary>How the audit trail calls whoever shows a token.</summary>
    public string Holder { get; init; } = $"key:{Name}";
}

/// <summary>How somebody shows that an entry of the keys file means him.</summary>
internal enum Proof
{
    /// <summary>A bearer token.</summary>
    Token,

    /// <summary>A user of the web configuration, with his password.</summary>
    User,

    /// <summary>A name in a verified client certificate.</summary>
    Client,

    /// <summary>A user of this machine, at the UNIX socket.</summary>
    Uid,

    /// <summary>A group of this machine, at the UNIX socket.</summary>
    Group,
}
