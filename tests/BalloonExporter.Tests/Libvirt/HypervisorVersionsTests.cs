using BalloonExporter.Core.Model;
using BalloonExporter.Libvirt;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalloonExporter.Tests.Libvirt;

public sealed class HypervisorVersionsTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task A_hypervisor_that_does_not_tell_its_version_yet_delays_no_caller_and_is_asked_once()
    {
        var told = new TaskCompletionSource<HypervisorInfo>();
        var questions = 0;
        var versions = new HypervisorVersions(() =>
        {
            Interlocked.Increment(ref questions);
            return told.Task;
        });

        Assert.Null(await versions.ReadAsync(Moment, CancellationToken.None));
        Assert.Null(await versions.ReadAsync(Moment, CancellationToken.None));
        told.SetResult(Snapshots.Hypervisor);
        Assert.Equal(Snapshots.Hypervisor, await versions.ReadAsync(TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.Equal(1, questions);
    }

    [Fact]
    public async Task A_question_that_failed_is_asked_again()
    {
        var questions = 0;
        var versions = new HypervisorVersions(() => ++questions == 1
            ? Task.FromException<HypervisorInfo>(new ObjectDisposedException("connection"))
            : Task.FromResult(Snapshots.Hypervisor));

        Assert.Null(await versions.ReadAsync(TimeSpan.FromMinutes(1), CancellationToken.None));
        Assert.Equal(Snapshots.Hypervisor, await versions.ReadAsync(TimeSpan.FromMinutes(1), CancellationToken.None));
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task The_versions_of_a_connection_are_its_own()
    {
        LibvirtSharp.Libvirt.StartEventLoop();
        using var session = new QuestionSession("test:///default", new HangingCalls(), NullLogger.Instance);
        var info = await HypervisorVersions.Over(session).ReadAsync(TimeSpan.FromMinutes(1), CancellationToken.None);

        Assert.Equal(new HypervisorInfo("test:///default", "test", info!.LibraryVersion, info.DaemonVersion, info.HypervisorVersion), info);
        Assert.True(Version.Parse(info.LibraryVersion) >= new Version(1, 0));
    }
}
