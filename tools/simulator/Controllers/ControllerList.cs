using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;

namespace BalloonExporter.Simulator.Controllers;

/// <summary>A controller by its name on the command line.</summary>
/// <param name="Name">In kebab case.</param>
/// <param name="Description">Its rule.</param>
/// <param name="Make">Makes a new one for a scenario. The number: seconds from evaluation to arrival of a plan; null: as measured.</param>
public sealed record NamedController(string Name, string Description, Func<Scenario, int?, IController> Make);

/// <summary>All controllers. To add one: a class that implements <see cref="IController"/>, and a line here.</summary>
public static class ControllerList
{
    public static IReadOnlyList<NamedController> All { get; } =
    [
        new("nobody", "moves nothing", (_, _) => new Nobody()),
        new("mom", "MOM's rule: every 10 s, steps of at least 5 % by what is free on the host", (_, _) => new Mom()),
        new("proxmox", "Proxmox' rule: 100 MiB a step, by shares", (_, _) => new Proxmox()),
        new("squeezed", "XenServer's rule: the same fraction for all", (_, _) => new Squeezed()),
        new("qmemman", "Qubes' rule: all memory is divided by 1.3 times what each guest uses", (_, _) => new Qmemman()),
        new("libvirt-autoballoon", "its script's rule: each guest by 12.5 % of what it uses, every second", (_, _) => new LibvirtAutoballoon()),
        new("virtui-manager", "virtui's rule: each guest by 30 % up or 10 % down", (_, _) => new Virtui()),
        new("ours", "this project: plan, reflexes and guard-rails", (scenario, delay) => new Ours(limits: Untold(scenario), planDelay: delay)),
        new("ours-told", "ours, with the guests' swap configured (--policy.guest-swap)", (scenario, delay) => new Ours(limits: Told(scenario), planDelay: delay)),
        new("without-plan", "ours without a plan", (scenario, _) => new Ours(plans: false, limits: Untold(scenario))),
        new("without-reflexes", "ours without reflexes", (scenario, delay) => new Ours(reflexes: false, limits: Untold(scenario), planDelay: delay)),
        new("plan-30s", "ours; plans arrive 30 s after their evaluation", (scenario, _) => new Ours(limits: Untold(scenario), planDelay: 30)),
        new("plan-60s", "ours; plans arrive 60 s after their evaluation", (scenario, _) => new Ours(limits: Untold(scenario), planDelay: 60)),
    ];

    /// <summary>The controller of this name.</summary>
    public static NamedController Named(string name) => All.Single(controller => controller.Name == name);

    private static Limits Untold(Scenario scenario) => new() { FloorShare = scenario.FloorShare };

    private static Limits Told(Scenario scenario) => Untold(scenario) with { GuestSwap = new Amount(scenario.GuestSwapKib, null) };
}
