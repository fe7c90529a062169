using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Engine;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Time.Testing;
using static BalloonExporter.Tests.Fakes.Snapshots;

namespace BalloonExporter.Tests.Engine;

public sealed class StartSurveyTests : IDisposable
{
    private readonly FakeHostReader _reader = new();
    private readonly RecordingLogger<StartSurvey> _log = new();
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly StartSurvey _survey;

    public StartSurveyTests() => _survey = new StartSurvey(new SharedReader(_reader, _time), new Limits(), _time, _log);

    public void Dispose() => _survey.Dispose();

    [Fact]
    public async Task Each_domain_found_without_a_part_of_its_memory_is_told_and_the_sum()
    {
        _reader.Reads(Host(
            Domain(1, 3 * GiB), Domain(2), Domain(3, (4 * GiB) - MiB), Domain(4, 2 * GiB) with { Excluded = true }, Domain(5) with { MaximumKib = null }));

        await RunAsync();

        var found = Assert.Single(_log.Entries, entry => entry.Message == "Found a domain without a part of its memory");
        Assert.Equal("guest1", found.Fields["domain"]);
        Assert.Equal(3 * GiB * 1024, found.Fields["currentBytes"]);
        Assert.Equal(GiB * 1024, found.Fields["missingBytes"]);
        var sum = Assert.Single(_log.Entries, entry => entry.Message == "Looked at the domains for the first time");
        Assert.Equal((3, 1, GiB * 1024), (sum.Fields["domains"], sum.Fields["inflated"], sum.Fields["missingBytes"]));
    }

    [Fact]
    public async Task Nothing_inflated_is_told_too()
    {
        await RunAsync();

        Assert.Equal(0, Assert.Single(_log.Entries).Fields["inflated"]);
    }

    [Fact]
    public async Task It_waits_for_libvirt()
    {
        var looks = 0;
        _reader.Answer = () => Task.FromResult(++looks < 3 ? LibvirtDown() : Host(Domain(1, 3 * GiB)));
        await _survey.StartAsync(CancellationToken.None);
        while (!_survey.ExecuteTask!.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal(3, looks);
        Assert.Equal(2, _log.Entries.Count);
    }

    [Fact]
    public async Task A_look_that_fails_is_told_and_ends_nothing()
    {
        _reader.Answer = () => throw new InvalidOperationException("a bug");

        await RunAsync();

        Assert.Equal("The first look at the domains failed", Assert.Single(_log.Entries).Message);
    }

    private async Task RunAsync()
    {
        await _survey.StartAsync(CancellationToken.None);
        await _survey.ExecuteTask!;
    }
}
