using System.Net.Sockets;
using BalloonExporter.Libvirt;

namespace BalloonExporter.Tests.Libvirt;

/// <summary>A daemon that takes connections and never answers.</summary>
[Trait("needs", "debian")]
public sealed class FrozenLibvirtTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly DirectPolicyStore _policies;

    public FrozenLibvirtTests()
    {
        // Tests after these in the same process need its event loop, which must run before the first connection.
        Assert.Null(LibvirtLibrary.TryLoad());
        var path = Path.Combine(_folder, "sock");
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _policies = new DirectPolicyStore([new Uri($"qemu+unix:///session?socket={path}")], TimeSpan.FromMilliseconds(200));
    }

    // Closing it ends the calls that were abandoned.
    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_question_for_a_policy_is_an_error_in_time() =>
        Assert.Contains("did not answer within 0.2 s", _policies.Read("shop").Error, StringComparison.Ordinal);

    [Fact]
    public void A_list_is_an_error_in_time() => Assert.Contains("did not answer within 0.2 s", _policies.List().Error, StringComparison.Ordinal);

    [Fact]
    public void Of_a_change_it_is_told_that_its_result_is_unknown() =>
        Assert.EndsWith("Whether the policy was stored is unknown", _policies.Change("shop", _ => null).Error, StringComparison.Ordinal);
}
