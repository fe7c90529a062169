namespace LibvirtSharp.Tests.Domains;

public sealed class MetadataTests
{
    private const string Namespace = "https://example.org/balloon";

    [Fact]
    public void What_is_not_there_is_null()
    {
        using var connection = TestHost.Open();
        using var domain = connection.FindTestDomain();

        Assert.Null(domain.GetMetadata(DomainMetadataType.Title, null, DomainModificationFlags.Current));
        Assert.Null(domain.GetMetadata(DomainMetadataType.Element, Namespace, DomainModificationFlags.Current));
    }

    [Fact]
    public void An_element_is_read_back_and_removed()
    {
        using var connection = TestHost.Open();
        using var domain = connection.CreateDomain(TestHost.DomainXml("metadata", Guid.NewGuid()));
        try
        {
            domain.SetMetadata(
                DomainMetadataType.Element, """<policy shares="200"/>""", "balloon", Namespace, DomainModificationFlags.Live);
            Assert.Contains(
                "shares=\"200\"",
                domain.GetMetadata(DomainMetadataType.Element, Namespace, DomainModificationFlags.Live),
                StringComparison.Ordinal);

            domain.SetMetadata(DomainMetadataType.Element, null, null, Namespace, DomainModificationFlags.Live);
            Assert.Null(domain.GetMetadata(DomainMetadataType.Element, Namespace, DomainModificationFlags.Live));
        }
        finally
        {
            domain.Destroy();
        }
    }

    [Fact]
    public void A_title_may_have_any_letters()
    {
        using var connection = TestHost.Open();
        using var domain = connection.CreateDomain(TestHost.DomainXml("title", Guid.NewGuid()));
        try
        {
            domain.SetMetadata(DomainMetadataType.Title, "Käse 芝士 🧀", null, null, DomainModificationFlags.Live);

            Assert.Equal("Käse 芝士 🧀", domain.GetMetadata(DomainMetadataType.Title, null, DomainModificationFlags.Live));
        }
        finally
        {
            domain.Destroy();
        }
    }
}
