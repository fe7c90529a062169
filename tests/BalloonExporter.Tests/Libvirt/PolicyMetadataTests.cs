using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Libvirt;
using LibvirtSharp;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>Against libvirt's own test driver.</summary>
[Collection(TestDomain.Collection)]
[Trait("needs", "debian")]
public sealed class PolicyMetadataTests
{
    private static readonly PolicySpec No = new() { Enabled = false, Shares = 500 };

    [Fact]
    public void An_opt_out_goes_into_the_definition_and_the_instance_keeps_what_it_was_started_with()
    {
        using var domain = TestDomain.Define();

        var stored = PolicyMetadata.Store(domain.Connection, domain.Domain, No);

        Assert.Equal(No, stored.Facts.NextPolicy);
        Assert.Equal(new PolicySpec { Shares = 500 }, stored.Facts.Policy);
        Assert.True(OptOut.StartedEnabled(stored.Facts, domain.Name, new Limits()));
    }

    [Fact]
    public void With_the_next_start_it_is_what_the_instance_was_started_with()
    {
        using var domain = TestDomain.Define();
        PolicyMetadata.Store(domain.Connection, domain.Domain, No);

        domain.Domain.Destroy();
        domain.Domain.Start();

        var stored = PolicyMetadata.Read(domain.Connection, domain.Domain);
        Assert.Equal(No, stored.Facts.Policy);
        Assert.False(OptOut.StartedEnabled(stored.Facts, domain.Name, new Limits()));

        // Opting in again waits for a start, too.
        stored = PolicyMetadata.Store(domain.Connection, domain.Domain, new PolicySpec());
        Assert.Equal(new PolicySpec { Enabled = false }, stored.Facts.Policy);
        Assert.Null(stored.Facts.NextPolicy);
    }

    [Fact]
    public void A_domain_that_does_not_run_has_a_definition_only()
    {
        using var domain = TestDomain.Define(start: false);

        var stored = PolicyMetadata.Store(domain.Connection, domain.Domain, No);

        Assert.False(stored.IsActive);
        Assert.Equal(No, stored.Facts.NextPolicy);
    }

    [Fact]
    public void A_domain_without_a_definition_says_it_in_its_instance()
    {
        using var connection = LibvirtConnection.Open(TestDomain.Uri);
        using var domain = connection.CreateDomain(
            $"<domain type='test'><name>transient {Guid.NewGuid():n}</name><memory unit='MiB'>1024</memory><os><type>hvm</type></os></domain>");
        try
        {
            var stored = PolicyMetadata.Store(connection, domain, No);

            Assert.Equal(No, stored.Facts.Policy);
            Assert.Equal(No, stored.Facts.NextPolicy);
        }
        finally
        {
            domain.Destroy();
        }
    }

    [Fact]
    public void To_remove_what_is_not_there_is_no_error()
    {
        using var domain = TestDomain.Define();

        Assert.Null(PolicyMetadata.Store(domain.Connection, domain.Domain, new PolicySpec()).Facts.NextPolicy);
    }

    [Fact]
    public void A_malformed_element_is_replaced()
    {
        using var domain = TestDomain.Define();
        domain.Domain.SetMetadata(
            DomainMetadataType.Element, "<policy enabled='maybe'/>", PolicyElement.Prefix, PolicyElement.Namespace,
            DomainModificationFlags.Live | DomainModificationFlags.Config);
        Assert.NotNull(PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.NextPolicy!.Problem);

        var stored = PolicyMetadata.Store(domain.Connection, domain.Domain, No);

        Assert.Equal(No, stored.Facts.NextPolicy);
        Assert.Null(stored.Facts.Policy!.Problem);
    }

    [Fact]
    public void A_definition_is_pinned_and_restored_and_the_instance_is_left_alone()
    {
        using var domain = TestDomain.Define();
        PolicyMetadata.Store(domain.Connection, domain.Domain, No);

        Assert.True(PolicyMetadata.Reconcile(domain.Connection, domain.Domain, pin: true));
        Assert.Null(PolicyMetadata.Reconcile(domain.Connection, domain.Domain, pin: true));
        Assert.Equal(BalloonCapability.Fixed, PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.NextBalloon);
        Assert.Equal(BalloonCapability.Manageable, PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.Balloon);
        Assert.Equal(No, PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.NextPolicy);

        // Opting in restores it, whichever program pinned it.
        var stored = PolicyMetadata.Store(domain.Connection, domain.Domain, new PolicySpec { Enabled = true });
        Assert.Equal(BalloonCapability.Manageable, stored.Facts.NextBalloon);
        Assert.Contains("<stats period='5'/>", domain.Domain.GetXml(DomainXmlFlags.Inactive), StringComparison.Ordinal);
        Assert.DoesNotContain("former", domain.Domain.GetXml(DomainXmlFlags.Inactive), StringComparison.Ordinal);
    }

    [Fact]
    public void A_definition_that_is_pinned_keeps_its_passwords()
    {
        using var domain = TestDomain.Define();
        PolicyMetadata.Store(domain.Connection, domain.Domain, No);

        PolicyMetadata.Reconcile(domain.Connection, domain.Domain, pin: true);

        Assert.Contains("passwd='secret'", domain.Domain.GetXml(DomainXmlFlags.Inactive | DomainXmlFlags.Secure), StringComparison.Ordinal);
    }

    [Fact]
    public void A_note_is_of_the_instance_only_and_one_that_was_copied_into_the_definition_does_not_count()
    {
        using var domain = TestDomain.Define();
        ManagedMarker.Set(domain.Domain);
        Assert.True(PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.HasManagedMarker);

        domain.Connection.DefineDomain(domain.Domain.GetXml()).Dispose();
        Assert.False(PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.HasManagedMarker);
    }
}
