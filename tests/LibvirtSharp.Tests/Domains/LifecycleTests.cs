namespace LibvirtSharp.Tests.Domains;

public sealed class LifecycleTests
{
    [Fact]
    public void A_defined_domain_goes_through_its_life()
    {
        using var connection = TestHost.Open();
        using var domain = connection.DefineDomain(TestHost.DomainXml("life", Guid.NewGuid()));

        Assert.False(domain.IsActive);
        Assert.True(domain.IsPersistent);
        Assert.Null(domain.Id);

        domain.Start();
        Assert.NotNull(domain.Id);
        Assert.Equal(DomainState.Running, domain.GetInfo().State);

        domain.Suspend();
        Assert.Equal(DomainState.Paused, domain.GetInfo().State);

        domain.Resume();
        domain.Reboot();
        Assert.Equal(DomainState.Running, domain.GetInfo().State);

        domain.Shutdown();
        Assert.Equal(DomainState.ShutOff, domain.GetInfo().State);

        domain.Undefine();
        Assert.Null(connection.FindDomain(domain.Uuid));
        var failure = Assert.Throws<LibvirtException>(() => domain.GetInfo());
        Assert.Equal(LibvirtErrorCode.NoDomain, failure.Code);
    }

    [Fact]
    public void A_domain_is_asked_to_shut_down_in_a_way_and_has_a_managed_save_only_once_it_was_saved()
    {
        using var connection = TestHost.Open();
        using var domain = connection.DefineDomain(TestHost.DomainXml("asked", Guid.NewGuid()));
        domain.Start();

        Assert.False(domain.HasManagedSaveImage);
        domain.Shutdown(DomainShutdownFlags.Default);
        Assert.Equal(DomainState.ShutOff, domain.GetInfo().State);
        domain.Undefine();
    }

    [Fact]
    public void What_follows_a_reboot_can_be_set()
    {
        using var connection = TestHost.Open();
        using var domain = connection.DefineDomain(TestHost.DomainXml("rebooting", Guid.NewGuid()));
        domain.Start();

        domain.SetLifecycleAction(DomainLifecycle.Reboot, DomainLifecycleAction.Destroy);

        Assert.Contains("<on_reboot>destroy</on_reboot>", domain.GetXml(), StringComparison.Ordinal);
        domain.Destroy();
        domain.Undefine();
    }

    [Fact]
    public void A_created_domain_is_gone_when_it_is_destroyed()
    {
        using var connection = TestHost.Open();
        using var domain = connection.CreateDomain(TestHost.DomainXml("transient", Guid.NewGuid()));

        Assert.False(domain.IsPersistent);
        domain.Destroy();

        Assert.Null(connection.FindDomain(domain.Uuid));
    }

    [Fact]
    public void Bad_xml_is_an_exception()
    {
        using var connection = TestHost.Open();

        var failure = Assert.Throws<LibvirtException>(() => connection.DefineDomain("<domain>"));

        Assert.Equal(LibvirtErrorCode.XmlDetail, failure.Code);
        Assert.Equal(LibvirtErrorDomain.Domain, failure.Domain);
        Assert.Equal("virDomainDefineXML", failure.Function);
    }

    [Fact]
    public void Starting_a_running_domain_is_an_exception()
    {
        using var connection = TestHost.Open();
        using var domain = connection.FindTestDomain();

        var failure = Assert.Throws<LibvirtException>(() => domain.Start());

        Assert.Equal(LibvirtErrorCode.InternalError, failure.Code); // So says the test driver; QEMU says OperationInvalid.
        Assert.Equal("virDomainCreateWithFlags", failure.Function);
    }

    [Fact]
    public void What_the_driver_cannot_do_is_an_exception()
    {
        using var connection = TestHost.Open();
        using var domain = connection.FindTestDomain();

        Assert.Equal(LibvirtErrorCode.NoSupport, Assert.Throws<LibvirtException>(() => domain.GetJobInfo()).Code);
        Assert.Equal(LibvirtErrorCode.NoSupport, Assert.Throws<LibvirtException>(() => connection.GetNodeMemory()).Code);
        Assert.Equal(LibvirtErrorCode.NoSupport, Assert.Throws<LibvirtException>(() => connection.SetKeepAlive(5, 3)).Code);
    }

    [Fact]
    public void Facts_come_with_their_states()
    {
        using var connection = TestHost.Open();
        using var domain = connection.FindTestDomain();

        Assert.Equal(2, domain.GetInfo().VirtualCpus);
        Assert.Equal(DomainControlState.Ok, domain.GetControlInfo().State);
        Assert.StartsWith("<domain type='test'", domain.GetXml(), StringComparison.Ordinal);
        Assert.Contains("<currentMemory", domain.GetXml(DomainXmlFlags.Inactive), StringComparison.Ordinal);
    }
}
