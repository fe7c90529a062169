using BalloonExporter.Api;
using BalloonExporter.Options.Keys;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Tests.Api;

public sealed class KeyRingTests
{
    private const uint Operators = 4711;
    private const uint Somebody = 54321;

    private readonly KeyRing _ring = new(
    [
        new Grant(Proof.Group, "operators", new HashSet<Scope> { Scope.Pause }) { Id = Operators },
        new Grant(Proof.Uid, "somebody", new HashSet<Scope> { Scope.Read }) { Id = Somebody },
    ]);

    [Fact]
    public void A_user_in_several_entries_has_the_scopes_of_all() =>
        Assert.Equal([Scope.Read, Scope.Pause], _ring.ScopesOf(new Peer(Somebody, new HashSet<uint> { 1, Operators })).Order());

    [Fact]
    public void A_group_is_no_user_and_a_user_no_group()
    {
        Assert.Empty(_ring.ScopesOf(new Peer(Operators, new HashSet<uint> { 1 })));
        Assert.Empty(_ring.ScopesOf(new Peer(1, new HashSet<uint> { Somebody })));
    }

    // Of another user namespace: its groups may have numbers here although it has none.
    [Fact]
    public void A_user_without_a_number_here_has_no_rights_whatever_its_groups() =>
        Assert.Empty(_ring.ScopesOf(new Peer(SystemAccounts.OverflowUid, new HashSet<uint> { Operators })));
}
