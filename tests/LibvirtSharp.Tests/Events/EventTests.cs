namespace LibvirtSharp.Tests.Events;

public sealed class EventTests
{
    [Fact]
    public void Lifecycle_events_tell_who_and_what()
    {
        var uuid = Guid.NewGuid();
        using var connection = TestHost.Open();
        var arrivals = new Arrivals<DomainLifecycleEvent>();
        using var subscription = connection.SubscribeLifecycle(arrivals.Add);

        using var domain = connection.CreateDomain(TestHost.DomainXml("lifecycle", uuid));
        domain.Suspend();
        domain.Destroy();

        arrivals.WaitFor(one => one.Type == DomainLifecycleEventType.Stopped);
        Assert.Equal(
            [DomainLifecycleEventType.Started, DomainLifecycleEventType.Suspended, DomainLifecycleEventType.Stopped],
            arrivals.Snapshot().Where(one => one.Uuid == uuid).Select(one => one.Type.Known));
        Assert.All(arrivals.Snapshot(), one => Assert.Equal("lifecycle", one.Name));
    }

    [Fact]
    public void A_metadata_event_tells_the_namespace()
    {
        using var connection = TestHost.Open();
        using var domain = connection.CreateDomain(TestHost.DomainXml("metadata-event", Guid.NewGuid()));
        var arrivals = new Arrivals<DomainMetadataChangeEvent>();
        using var subscription = connection.SubscribeMetadataChange(arrivals.Add);

        domain.SetMetadata(DomainMetadataType.Title, "title", null, null, DomainModificationFlags.Live);
        domain.SetMetadata(DomainMetadataType.Element, "<p/>", "b", "https://example.org/b", DomainModificationFlags.Live);
        domain.Destroy();

        Assert.Equal(
            new DomainMetadataChangeEvent(domain.Uuid, domain.Name, DomainMetadataType.Element, "https://example.org/b"),
            arrivals.WaitFor(one => one.Type == DomainMetadataType.Element));
        Assert.Null(arrivals.WaitFor(one => one.Type == DomainMetadataType.Title).NamespaceUri);
    }

    [Fact]
    public void Events_come_on_the_event_loop_thread()
    {
        using var connection = TestHost.Open();
        var threads = new Arrivals<string?>();
        using var subscription = connection.SubscribeLifecycle(_ => threads.Add(Thread.CurrentThread.Name));

        StartAndStop(connection, "thread");

        Assert.Equal("libvirt events", threads.WaitFor(_ => true));
    }

    [Fact]
    public void A_subscription_for_one_domain_hears_of_no_other()
    {
        using var connection = TestHost.Open();
        using var domain = connection.DefineDomain(TestHost.DomainXml("heard", Guid.NewGuid()));
        var arrivals = new Arrivals<DomainLifecycleEvent>();
        using var subscription = connection.SubscribeLifecycle(arrivals.Add, domain.Uuid);

        StartAndStop(connection, "unheard");
        domain.Start();
        domain.Destroy();
        domain.Undefine();

        arrivals.WaitFor(one => one.Type == DomainLifecycleEventType.Stopped);
        Assert.All(arrivals.Snapshot(), one => Assert.Equal("heard", one.Name));
    }

    [Fact]
    public void Nothing_comes_after_the_subscription_is_disposed()
    {
        using var connection = TestHost.Open();
        var ended = new Arrivals<DomainLifecycleEvent>();
        var witness = new Arrivals<DomainLifecycleEvent>();
        using var goesOn = connection.SubscribeLifecycle(witness.Add);
        var subscription = connection.SubscribeLifecycle(ended.Add);
        subscription.Dispose();
        subscription.Dispose(); // Twice is allowed.

        StartAndStop(connection, "after");

        witness.WaitFor(one => one.Type == DomainLifecycleEventType.Stopped);
        Assert.Empty(ended.Snapshot());
    }

    [Fact]
    public void A_subscription_may_be_disposed_inside_its_own_callback()
    {
        using var connection = TestHost.Open();
        var arrivals = new Arrivals<DomainLifecycleEvent>();
        var witness = new Arrivals<DomainLifecycleEvent>();
        DomainEventSubscription? subscription = null;
        subscription = connection.SubscribeLifecycle(one =>
        {
            arrivals.Add(one);
            subscription!.Dispose();
        });
        using var goesOn = connection.SubscribeLifecycle(witness.Add);

        StartAndStop(connection, "once");

        witness.WaitFor(one => one.Type == DomainLifecycleEventType.Stopped);
        Assert.Single(arrivals.Snapshot());
    }

    [Fact]
    public void A_throwing_callback_is_reported_and_the_next_event_still_comes()
    {
        using var connection = TestHost.Open();
        var failures = new Arrivals<Exception>();
        void Note(object? sender, CallbackFailedEventArgs failed) => failures.Add(failed.Exception);
        Libvirt.CallbackFailed += Note;
        try
        {
            using var subscription = connection.SubscribeLifecycle(one => throw new InvalidOperationException(one.Type.ToString()));

            StartAndStop(connection, "throwing");

            Assert.IsType<InvalidOperationException>(failures.WaitFor(failure => failure.Message == "Started"));
            failures.WaitFor(failure => failure.Message == "Stopped");
        }
        finally
        {
            Libvirt.CallbackFailed -= Note;
        }
    }

    [Fact]
    public void Balloon_reboot_device_and_memory_device_events_can_be_subscribed_to()
    {
        using var connection = TestHost.Open();

        using var balloon = connection.SubscribeBalloonChange(_ => { });
        using var reboot = connection.SubscribeReboot(_ => { });
        using var added = connection.SubscribeDeviceAdded(_ => { });
        using var removed = connection.SubscribeDeviceRemoved(_ => { });
        using var resized = connection.SubscribeMemoryDeviceSizeChange(_ => { });
    }

    [Fact]
    public void The_same_callback_may_be_subscribed_twice_and_ended_once()
    {
        using var connection = TestHost.Open();
        var arrivals = new Arrivals<DomainLifecycleEvent>();
        Action<DomainLifecycleEvent> add = arrivals.Add;
        var ended = connection.SubscribeLifecycle(add);
        using var goesOn = connection.SubscribeLifecycle(add);
        ended.Dispose();

        StartAndStop(connection, "twice");

        arrivals.WaitFor(one => one.Type == DomainLifecycleEventType.Stopped);
        Assert.Equal(2, arrivals.Snapshot().Count);
    }

    [Fact]
    public void A_throwing_callback_does_not_rob_the_others()
    {
        using var connection = TestHost.Open();
        var arrivals = new Arrivals<DomainLifecycleEvent>();
        using var throwing = connection.SubscribeLifecycle(_ => throw new InvalidOperationException());
        using var subscription = connection.SubscribeLifecycle(arrivals.Add);

        StartAndStop(connection, "robbed");

        arrivals.WaitFor(one => one.Type == DomainLifecycleEventType.Stopped);
    }

    [Fact]
    public void After_the_last_subscription_has_ended_a_new_one_hears_again()
    {
        using var connection = TestHost.Open();
        connection.SubscribeLifecycle(_ => { }).Dispose();
        var arrivals = new Arrivals<DomainLifecycleEvent>();
        using var subscription = connection.SubscribeLifecycle(arrivals.Add);

        StartAndStop(connection, "again");

        arrivals.WaitFor(one => one.Type == DomainLifecycleEventType.Stopped);
    }

    private static void StartAndStop(LibvirtConnection connection, string name)
    {
        using var domain = connection.CreateDomain(TestHost.DomainXml(name, Guid.NewGuid()));
        domain.Destroy();
    }
}
