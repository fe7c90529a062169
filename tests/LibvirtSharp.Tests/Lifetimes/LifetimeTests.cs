using System.Runtime.CompilerServices;
using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Lifetimes;

public sealed class LifetimeTests
{
    [Fact]
    public void A_disposed_domain_is_released_at_once()
    {
        using var connection = TestHost.Open();
        var before = Release.LiveDomains();

        var domains = connection.ListDomains();
        Assert.Equal(before + domains.Count, DomainHandle.Live);
        foreach (var domain in domains)
        {
            domain.Dispose();
            domain.Dispose(); // Twice is once.
        }

        Assert.Equal(before, DomainHandle.Live);
    }

    [Fact]
    public void A_forgotten_domain_is_released_by_its_finaliser()
    {
        using var connection = TestHost.Open();
        var before = Release.LiveDomains();

        Forget(connection);

        Release.Await(() => DomainHandle.Live == before, "The forgotten domains are still held.");
    }

    [Fact]
    public void A_closed_connection_has_no_references()
    {
        var connection = TestHost.Open();
        var handle = connection.Handle;
        var domain = connection.FindTestDomain();
        domain.GetInfo();
        domain.Dispose();

        connection.Dispose();

        Assert.Equal(0, handle.ReferencesLeft);
    }

    [Fact]
    public void A_connection_closed_with_living_subscriptions_has_no_references()
    {
        var connection = TestHost.Open();
        var handle = connection.Handle;
        connection.Closed += (_, _) => { };
        var subscription = connection.SubscribeLifecycle(_ => { });
        connection.SubscribeMetadataChange(_ => { });

        connection.Dispose();
        subscription.Dispose(); // Too late, and harmless.

        Assert.Equal(0, handle.ReferencesLeft);
    }

    [Fact]
    public void A_forgotten_connection_with_subscriptions_is_closed_by_its_finaliser()
    {
        var handle = ForgetConnection();

        // A long weak reference: the handle itself is looked at after its finaliser ran.
        Release.Await(
            () => !handle.TryGetTarget(out var target) || target.ReferencesLeft is not null, "The forgotten connection is still open.");
        if (handle.TryGetTarget(out var closed))
            Assert.Equal(0, closed.ReferencesLeft);
    }

    [Fact]
    public void What_a_callback_needs_is_freed_by_libvirt_with_the_last_subscription()
    {
        using var connection = TestHost.Open();
        var before = Rooted.Live;
        var first = connection.SubscribeLifecycle(_ => { });
        var second = connection.SubscribeLifecycle(_ => { });
        Assert.Equal(before + 1, Rooted.Live); // Both share one registration.

        first.Dispose();
        Assert.Equal(before + 1, Rooted.Live);
        second.Dispose();

        Release.Await(() => Rooted.Live == before, "libvirt has not called the free callback.");
    }

    [Fact]
    public void What_a_callback_needs_is_freed_by_libvirt_with_the_connection()
    {
        var before = Rooted.Live;
        var connection = TestHost.Open();
        connection.SubscribeLifecycle(_ => { });
        connection.SubscribeBalloonChange(_ => { });
        connection.Closed += (_, _) => { };
        Assert.True(Rooted.Live > before);

        connection.Dispose();

        Release.Await(() => Rooted.Live == before, "libvirt has not called the free callback.");
    }

    [Fact]
    public void A_callback_that_libvirt_refuses_is_let_go()
    {
        var connection = TestHost.Open();
        var before = Rooted.Live;
        connection.Dispose();

        Assert.Throws<ObjectDisposedException>(() => connection.SubscribeLifecycle(_ => { }));

        Assert.Equal(before, Rooted.Live);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget(LibvirtConnection connection) => Assert.NotEmpty(connection.ListDomains());

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference<ConnectionHandle> ForgetConnection()
    {
        var connection = TestHost.Open();
        connection.Closed += (_, _) => { };
        connection.SubscribeLifecycle(_ => { });
        return new WeakReference<ConnectionHandle>(connection.Handle, trackResurrection: true);
    }
}
