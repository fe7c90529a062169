using System.Net.Http.Headers;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Engine;
using BalloonExporter.Options;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BalloonExporter.Tests.Web;

/// <summary>The exporter as it is, on a free port, with everything but libvirt.</summary>
internal sealed class TestExporter : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DescribedAnswers _answers;

    private TestExporter(WebApplication app, HttpClient http, DescribedAnswers answers) => (_app, Http, _answers) = (app, http, answers);

    /// <summary>A client of the first address.</summary>
    public HttpClient Http { get; }

    public IReadOnlyList<Uri> Addresses => [.. _app.Urls.Select(url => new Uri(url))];

    public FakeHostReader Reader => (FakeHostReader)_app.Services.GetRequiredService<IHostReader>();

    public FakeHostDetails Details => (FakeHostDetails)_app.Services.GetRequiredService<IHostDetails>();

    public FakeBalloon Balloon => (FakeBalloon)_app.Services.GetRequiredService<IBalloon>();

    public ActingRole Role => _app.Services.GetRequiredService<ActingRole>();

    public PauseSwitch Pause => _app.Services.GetRequiredService<PauseSwitch>();

    public ExpectedStarts Starts => _app.Services.GetRequiredService<ExpectedStarts>();

    /// <summary>A poll of this exporter that runs when a test says so.</summary>
    public AlertmanagerPoll PollOf(ExporterOptions options) => ActivatorUtilities.CreateInstance<AlertmanagerPoll>(_app.Services, options);

    /// <summary>What the exporter's own classes logged.</summary>
    public RecordingLoggerProvider Log => _app.Services.GetRequiredService<RecordingLoggerProvider>();

    public RecentDecisions Decisions => _app.Services.GetRequiredService<RecentDecisions>();

    public Pauses Pauses => _app.Services.GetRequiredService<Pauses>();

    public FakePolicyStore Policies => (FakePolicyStore)_app.Services.GetRequiredService<IPolicyStore>();

    public FakeDomainPower Power => (FakeDomainPower)_app.Services.GetRequiredService<IDomainPower>();

    public DeadlineWatch Time => (DeadlineWatch)_app.Services.GetRequiredService<TimeProvider>();

    /// <summary>Starts it. The first look at the host is left out: a test wants to see its own.</summary>
    /// <param name="options">Options; those without any key get one, which <see cref="Http"/> shows.</param>
    /// <param name="time">Its clock.</param>
    /// <param name="keyless">Whether there is no key at all.</param>
    /// <param name="socket">The API's UNIX socket.</param>
    public static async Task<TestExporter> StartAsync(
        ExporterOptions? options = null, TimeProvider? time = null, bool keyless = false, ApiSocket? socket = null)
    {
        options ??= TestOptions.Act;
        var showsKey = !keyless && !TestKey.HasKeys(options);
        if (showsKey)
            options = TestKey.AddTo(options);
        var builder = ExporterHost.CreateBuilder(options, socket ?? ApiSocket.None);
        var log = new RecordingLoggerProvider();
        builder.Logging.AddProvider(log);
        builder.Logging.AddFilter("Microsoft", LogLevel.Error);
        builder.Services.AddSingleton(log);
        builder.Services.AddExporter(options);
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(StartSurvey)));
        builder.Services.Remove(builder.Services.Single(service => service.ImplementationType == typeof(ActLock)));
        builder.Services.AddSingleton(TestOptions.RoleOf(options));
        builder.Services.AddSingleton(time ?? new DeadlineWatch());
        builder.Services.AddSingleton<IHostReader>(new FakeHostReader());
        builder.Services.AddSingleton<IHostDetails>(new FakeHostDetails());
        builder.Services.AddSingleton<IHostMemoryReader>(new FakeHostMemory());
        builder.Services.AddSingleton<IBalloon>(new FakeBalloon());
        builder.Services.AddSingleton<IPolicyStore>(new FakePolicyStore());
        builder.Services.AddSingleton<IDomainPower>(new FakeDomainPower());
        builder.Services.AddSingleton<IConnectionHealth>(new NoTrouble());
        var app = builder.Build();
        ((FakeDomainPower)app.Services.GetRequiredService<IDomainPower>()).Feed = app.Services.GetRequiredService<LifecycleFeed>();
        var answers = new DescribedAnswers();
        app.Use(answers.NoteAsync);
        app.MapExporter(options);
        await app.StartAsync();
        var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        if (showsKey)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestKey.Token);
        return new TestExporter(app, http, answers);
    }

    /// <summary>Begins a restart, for a caller with this name.</summary>
    public async Task<Restart?> RestartAsync(Guid uuid, string by) => (await _app.Services.GetRequiredService<Restarter>().RequestAsync(
        new RestartRequest(uuid, IsForced: false, IsConfirmed: false, TimeSpan.FromMinutes(1), by), CancellationToken.None)).Restart;

    /// <summary>The value of a series in a fresh scrape; null when it is not there.</summary>
    public async Task<string?> MetricAsync(string series)
    {
        var text = await Http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n').FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal))?[(series.Length + 1)..];
    }

    public IReadOnlyList<Endpoint> Endpoints => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
        _answers.AreAll();
    }

    private sealed class NoTrouble : IConnectionHealth
    {
        public long Reconnects => 0;

        public long AbandonedCalls => 0;

        public long CallbackErrors => 0;

        public long MonitorCalls(MonitorCall kind) => 0;
    }
}
