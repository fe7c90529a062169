using BalloonExporter.Libvirt;
using LibvirtSharp;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>A domain of libvirt's test driver, which needs no daemon. All connections of the process to it see the same host.</summary>
internal sealed class TestDomain : IDisposable
{
    public const string Uri = "test:///default";

    /// <summary>Those who count its domains, or look at all of them, run one after another with those who make some.</summary>
    public const string Collection = "libvirt's test driver";

    private readonly LibvirtConnection _connection;
    private readonly LibvirtDomain _domain;

    private TestDomain(LibvirtConnection connection, LibvirtDomain domain) => (_connection, _domain) = (connection, domain);

    public Guid Uuid => _domain.Uuid;

    public string Name => _domain.Name;

    public LibvirtDomain Domain => _domain;

    public LibvirtConnection Connection => _connection;

    public static TestDomain Define(bool start = true)
    {
        Assert.Null(LibvirtLibrary.TryLoad());
        var connection = LibvirtConnection.Open(Uri);
        var uuid = Guid.NewGuid();
        var domain = connection.DefineDomain(
            $"""
            <domain type='test'>
              <name>of a test {uuid:n}</name>
              <uuid>{uuid}</uuid>
              <memory unit='MiB'>1024</memory>
              <os><type>hvm</type></os>
              <devices><graphics type='vnc' passwd='secret'/><memballoon model='virtio' autodeflate='on'><stats period='5'/></memballoon></devices>
            </domain>
            """);
        if (start)
            domain.Start();
        return new TestDomain(connection, domain);
    }

    public void Dispose()
    {
        if (_domain.IsActive)
            _domain.Destroy();
        _domain.Undefine();
        _domain.Dispose();
        _connection.Dispose();
    }
}
