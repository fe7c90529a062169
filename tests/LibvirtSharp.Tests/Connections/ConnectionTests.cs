namespace LibvirtSharp.Tests.Connections;

public sealed class ConnectionTests
{
    [Fact]
    public void A_connection_tells_who_is_at_the_other_end()
    {
        using var connection = TestHost.Open();

        Assert.Equal(TestHost.Uri, connection.Uri);
        Assert.Equal("TEST", connection.HypervisorType);
        Assert.NotEmpty(connection.HostName);
        Assert.Equal(Libvirt.LibraryVersion, connection.DaemonVersion); // The test driver lives in the library.
        Assert.True(connection.HypervisorVersion >= new Version(0, 0, 0));
        Assert.True(connection.IsAlive);
    }

    [Fact]
    public void The_version_of_the_library_is_decoded()
    {
        Assert.InRange(Libvirt.LibraryVersion, new Version(1, 2, 8), new Version(99, 0, 0));
    }

    [Fact]
    public void A_uri_that_leads_nowhere_is_an_exception_with_libvirts_code()
    {
        var failure = Assert.Throws<LibvirtException>(() => LibvirtConnection.Open("qemu+unix:///system?socket=/no/such/socket"));

        Assert.Equal(LibvirtErrorCode.SystemError, failure.Code);
        Assert.Equal(LibvirtErrorDomain.Rpc, failure.Domain);
        Assert.Equal(LibvirtErrorLevel.Error, failure.Level);
        Assert.Equal("virConnectOpen", failure.Function);
        Assert.Contains("/no/such/socket", failure.LibvirtMessage, StringComparison.Ordinal);
        Assert.Contains("virConnectOpen, SystemError", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_read_only_connection_refuses_changes()
    {
        using var connection = LibvirtConnection.OpenReadOnly(TestHost.Uri);
        using var domain = connection.FindTestDomain();

        var failure = Assert.Throws<LibvirtException>(() => domain.SetMemory(1024, DomainModificationFlags.Live));

        Assert.Equal(LibvirtErrorCode.OperationDenied, failure.Code);
        Assert.Equal("virDomainSetMemoryFlags", failure.Function);
    }

    [Fact]
    public void A_closed_connection_says_that_it_is_closed()
    {
        var connection = TestHost.Open();
        connection.Dispose();
        connection.Dispose(); // Twice is allowed.

        Assert.Throws<ObjectDisposedException>(() => connection.IsAlive);
        Assert.Throws<ObjectDisposedException>(() => connection.Uri);
        Assert.Throws<ObjectDisposedException>(() => connection.ListDomains());
        Assert.Throws<ObjectDisposedException>(() => connection.GetAllDomainStats(DomainStatsGroups.State));
        Assert.Throws<ObjectDisposedException>(() => connection.GetDomainStats([], DomainStatsGroups.State));
        Assert.Throws<ObjectDisposedException>(() => connection.SubscribeLifecycle(_ => { }));
    }
}
