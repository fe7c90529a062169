using System.Globalization;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Simulator;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.World;

// Prints the tables of docs/benchmarks.md. Arguments: numbers of seeds, names of scenarios.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var seeds = args.Select(argument => int.TryParse(argument, out var count) ? count : 0).FirstOrDefault(count => count > 0, 3);
var names = args.Where(argument => !int.TryParse(argument, out _)).ToList();
(string Name, Func<IController> Make)[] controllers =
[
    ("nobody", () => new Nobody()),
    ("5 % of free memory (MOM's rule)", () => new FreeMemoryWalker()),
    ("100 MiB by shares (Proxmox's rule)", () => new SharesWalker()),
    ("equal fraction (squeezed's rule)", () => new EqualFraction()),
    ("**balloon-exporter**", () => new Ours()),
    ("the same, told of the guests' swap", () => new Ours(limits: new Limits { GuestSwap = new Amount(Sizes.GiB, null) })),
    ("the same, planned every two minutes", () => new Ours(planEvery: 120)),
    ("the same without reflexes", () => new Ours(reflexes: false)),
    ("the same without a plan", () => new Ours(plans: false)),
];
foreach (var scenario in Scenario.All.Where(scenario => names.Count == 0 || names.Contains(scenario.Name)))
{
    Console.WriteLine($"### {scenario.Name}: {scenario.Description}\n");
    Console.WriteLine("| | host swap | killed by the host | killed in guests | unmet | lost | unmet and lost | guest swap-out | commands | needless |");
    Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    foreach (var (name, make) in controllers)
    {
        var scores = new Score[seeds];
        Parallel.For(0, seeds, seed => scores[seed] = Score.Of(scenario, make(), seed + 1));
        var mean = Score.Mean(scores);
        Console.WriteLine(
            $"| {name} | {mean.HostSwap:0} | {mean.HostKills:0.0} | {mean.GuestKills:0.0} | {mean.Unmet:0.0} | {mean.Lost:0.0} | {mean.Missed:0.0} | {mean.GuestSwapOut:0.0} | {mean.Commands:0} | {mean.Needless:0.0} |");
    }

    Console.WriteLine();
}
