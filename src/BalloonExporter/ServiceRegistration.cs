using BalloonExporter.Alertmanager;
using BalloonExporter.Api;
using BalloonExporter.Core.Ledger;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Core.Ports;
using BalloonExporter.Core.Proof;
using BalloonExporter.Core.Reflexes;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Engine;
using BalloonExporter.Footprint;
using BalloonExporter.Kernel;
using BalloonExporter.Libvirt;
using BalloonExporter.Links;
using BalloonExporter.Metrics;
using BalloonExporter.Options;
using BalloonExporter.Reading;
using BalloonExporter.State;
using BalloonExporter.Tracking;
using BalloonExporter.Web;
using ExporterToolkit.Hosting;
using ExporterToolkit.Logging;
using ExporterToolkit.WebConfig;
using Microsoft.Extensions.Hosting.Systemd;

namespace BalloonExporter;

/// <summary>Registers all services of this program.</summary>
internal static class ServiceRegistration
{
    public static void AddExporter(this IServiceCollection services, ExporterOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<SteadyClock>();
        services.AddSingleton(_ => new LogWriter(StandardError.Descriptor));
        services.AddSingleton<ILogWriter>(provider => provider.GetRequiredService<LogWriter>());
        services.AddSingleton<MovementLedger>();
        services.AddSingleton<ProofLedger>();
        services.AddSingleton<PauseSwitch>();
        services.AddSingleton<Heartbeats>();
        services.AddSingleton<ActingRole>();
        // Started before and stopped after all services that may change something.
        services.AddHostedService<ActLock>();
        services.AddSingleton<ReflexStatus>();
        // Each loop handles its own errors. Should one end anyway, the others and the scrape continue, and the log has the error.
        services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        services.AddHostedService<ClockSteps>();
        services.AddHostedService<IdleMemory>();
        services.AddSingleton<PolicyErrors>();

        services.AddSingleton(provider => new QemuProcesses(
            provider.GetRequiredService<SteadyClock>(), pidFiles: PidFiles.Of(options.LibvirtUris), elsewhere: options.HostIsElsewhere));
        services.AddSingleton<ResidentMemory>();
        services.AddSingleton<Instances>();
        services.AddSingleton<FactsCache>();
        services.AddSingleton<GuestHistories>();
        services.AddSingleton<ReaderStatus>();
        services.AddSingleton<KeptReads>();
        services.AddSingleton<WantedPeriods>();
        services.AddSingleton<PolicyProblems>();
        services.AddSingleton<ChangedDefinitions>();
        services.AddSingleton<DomainEvents>();
        services.AddSingleton<ISnapshotSubscriber, DomainTracker>();
        services.AddSingleton(new HostFiles("/proc"));
        services.AddSingleton<WakeSignal>();
        services.AddSingleton(provider => new PressureTrigger(
            "/proc/pressure/memory", provider.GetRequiredService<WakeSignal>(), provider.GetRequiredService<ILogger<PressureTrigger>>()));
        if (!options.HostIsElsewhere)
            services.AddHostedService(provider => provider.GetRequiredService<PressureTrigger>());
        services.AddSingleton<IHostMemoryReader, HostMemoryReader>();
        services.AddSingleton<IHostReader, HostReader>();
        services.AddSingleton<SharedReader>();
        services.AddLibvirt();
        services.AddSingleton(new KsmFiles("/sys/kernel/mm/ksm"));
        services.AddSingleton(new HugepageFiles("/sys/kernel/mm/hugepages"));
        services.AddSingleton(new NumaFiles("/sys/devices/system/node"));
        services.AddSingleton<DomainControls>();
        services.AddSingleton<IHostDetails, HostDetails>();

        services.AddSingleton<ICollector, ConnectionCollector>();
        services.AddSingleton<ICollector, DomainStateCollector>();
        services.AddSingleton<ICollector, BalloonCollector>();
        services.AddSingleton<ICollector, ControlCollector>();
        services.AddSingleton<ICollector, ProcessCollector>();
        services.AddSingleton<ICollector, CgroupCollector>();
        services.AddSingleton<ICollector, OpenstackCollector>();
        services.AddSingleton<ICollector, OvirtCollector>();
        services.AddSingleton<ICollector, HostCollector>();
        services.AddSingleton<ICollector, CommitCollector>();
        services.AddSingleton<ICollector, HugepagesCollector>();
        services.AddSingleton<ICollector, KsmCollector>();
        services.AddSingleton<ICollector, NumaCollector>();
        services.AddSingleton<ICollector, PolicyCollector>();
        services.AddSingleton<ICollector, MovementCollector>();
        services.AddSingleton<ICollector, BackoffCollector>();
        services.AddSingleton<ICollector, CircuitBreakerCollector>();
        services.AddSingleton<ICollector, WhatIfCollector>();
        services.AddSingleton<ICollector, ProofCollector>();
        services.AddSingleton<IExporterMetrics, BuildMetrics>();
        services.AddSingleton<IExporterMetrics, ConnectionMetrics>();
        services.AddSingleton<IExporterMetrics, ReaderMetrics>();
        services.AddSingleton<IExporterMetrics, LogMetrics>();
        services.AddSingleton<IExporterMetrics, PolicyMetrics>();
        services.AddSingleton<IExporterMetrics, EngineMetrics>();
        services.AddSingleton<IExporterMetrics, RestartMetrics>();
        services.AddSingleton<HttpMetrics>();
        services.AddSingleton<IExporterMetrics>(provider => provider.GetRequiredService<HttpMetrics>());
        services.AddSingleton<FeedbackMetrics>();
        services.AddSingleton<IExporterMetrics>(provider => provider.GetRequiredService<FeedbackMetrics>());
        services.AddSingleton<IFeedbackMetrics>(provider => provider.GetRequiredService<FeedbackMetrics>());
        services.AddSingleton<Exposition>();
        services.AddSingleton<SharedPages>();

        services.AddApi();
        services.AddSingleton<ApiKeys>();
        services.AddSingleton<LinkVerifier>();
        services.AddSingleton<LinkAccess>();
        services.AddSingleton<ApiAccess>();
        services.AddCustomerPages();
        services.AddOperatorPages();
        services.AddSingleton<RecentDecisions>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<RefusedRequests>();
        services.AddSingleton<SendingDeadline>();
        services.AddSingleton<ApiPlaces>();
        services.AddHostedService<RepetitionClock>();
        services.AddSingleton<PauseFile>();
        services.AddSingleton<Pauses>();
        services.AddHostedService(provider => provider.GetRequiredService<Pauses>());
        services.AddHostedService<StartSurvey>();
        services.AddSingleton(new StateFolder(options.StatePath.FullName));
        services.AddSingleton<LedgerStore>();
        services.AddSingleton<IStateStore>(provider => provider.GetRequiredService<LedgerStore>());
        // Before services that decide: hosted services start one after another.
        services.AddHostedService(provider => provider.GetRequiredService<LedgerStore>());
        services.AddHostedService<ProofStore>();
        services.AddSingleton<PolicyHistoryStore>();
        services.AddSingleton<IPolicyHistory>(provider => provider.GetRequiredService<PolicyHistoryStore>());
        services.AddHostedService(provider => provider.GetRequiredService<PolicyHistoryStore>());
        services.AddSingleton<FeedbackLoop>();
        services.AddHostedService(provider => provider.GetRequiredService<FeedbackLoop>());
        services.AddSingleton(provider => Watchdog.Of(
            Environment.GetEnvironmentVariable("WATCHDOG_USEC"), Environment.GetEnvironmentVariable("WATCHDOG_PID"), provider.GetService<ISystemdNotifier>()));
        services.AddSingleton<ReflexEngine>();
        services.AddSingleton(provider => provider.GetRequiredService<ReflexEngine>().ExpectedStarts);
        services.AddSingleton<StartAnnouncements>();
        services.AddSingleton<ScrapePhase>();
        services.AddHostedService<ReflexLoop>();
        services.AddSingleton<LifecycleFeed>();
        services.AddSingleton<RestartStatus>();
        services.AddSingleton<IRestartMarkers, RestartMarkers>();
        services.AddSingleton<RestartCommand>();
        services.AddSingleton<RestartRoomMaker>();
        services.AddSingleton<RestartActs>();
        services.AddSingleton<Restarter>();
        services.AddHostedService(provider => provider.GetRequiredService<Restarter>());
        services.AddHostedService<AlertmanagerPoll>();
        services.AddSingleton<ResendHint>();

        // With Type=notify systemd is told when the addresses are open, and when this program stops.
        if (new SystemdNotifier() is { IsEnabled: true } notifier)
        {
            services.AddSingleton<ISystemdNotifier>(notifier);
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }

        services.AddSingleton(provider => new WebConfigFile(options.WebConfigFile?.FullName, provider.GetRequiredService<ILogger<WebConfigFile>>()));
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<IWebConfigScope, WebConfigScope>();
        services.AddSingleton<WebConfigGate>();
        services.AddSingleton<ApiGate>();
    }

    /// <summary>The same services without a host: nothing runs by itself.</summary>
    public static ServiceProvider NotRunning(ExporterOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddExporter(options));
        services.AddExporter(options);
        return services.BuildServiceProvider();
    }
}
