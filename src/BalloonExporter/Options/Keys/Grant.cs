namespace BalloonExporter.Options.Keys;

/// <summary>One entry of the keys file: an identity and its scopes.</summary>
/// <param name="Proof">How the caller proves its identity.</param>
/// <param name="Name">The name of the token, user, certificate, local user or local group.</param>
/// <param name="May">The scopes of the caller.</param>
internal sealed record Grant(Proof Proof, string Name, IReadOnlySet<Scope> May)
{
    /// <summary>The file of a <see cref="Proof.Token"/>.</summary>
    public string? File { get; init; }

    /// <summary>The id of a <see cref="Proof.Uid"/> or <see cref="Proof.Group"/>.</summary>
    public uint? Id { get; init; }

    /// <summary>Name of the token's holder in the audit trail.</summary>
    public string Holder { get; init; } = $"key:{Name}";
}

/// <summary>How a caller proves its identity.</summary>
internal enum Proof
{
    /// <summary>A bearer token.</summary>
    Token,

    /// <summary>A user of the web configuration, with its password.</summary>
    User,

    /// <summary>A name in a verified client certificate.</summary>
    Client,

    /// <summary>A user of this machine, at the UNIX socket.</summary>
    Uid,

    /// <summary>A group of this machine, at the UNIX socket.</summary>
    Group,
}
