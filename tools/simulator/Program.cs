using System.Globalization;
using BalloonExporter.Simulator.Cli;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return SimulatorCommand.Invoke(args, Console.Out, Console.Error);
