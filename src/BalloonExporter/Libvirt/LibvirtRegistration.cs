using BalloonExporter.Core.Ports;

namespace BalloonExporter.Libvirt;

/// <summary>Registers libvirt as what drives the guests.</summary>
internal static class LibvirtRegistration
{
    public static void AddLibvirt(this IServiceCollection services)
    {
        services.AddSingleton<HypervisorEvents>();
        services.AddSingleton<CallbackFailures>();
        services.AddSingleton<Hypervisors>();
        services.AddSingleton<IHypervisors>(provider => provider.GetRequiredService<Hypervisors>());
        services.AddSingleton<IConnectionHealth>(provider => provider.GetRequiredService<Hypervisors>());
        services.AddHostedService<StatisticsPeriods>();
        services.AddHostedService<DefinitionReconciler>();
        services.AddSingleton<IPolicyStore, LibvirtPolicyStore>();
        services.AddSingleton<IBalloon, LibvirtBalloon>();
        services.AddSingleton<ISampleDemand, SamplesOnDemand>();
        services.AddSingleton<IDomainPower, LibvirtDomainPower>();
    }
}
