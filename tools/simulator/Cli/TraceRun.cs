using System.Text.Json;
using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Model;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.Trace;

namespace BalloonExporter.Simulator.Cli;

/// <summary>A trace to simulate on hosts of one size.</summary>
internal sealed record TraceRun
{
    public required string Csv { get; init; }

    public required long HostKib { get; init; }

    /// <summary>How often a host's memory is sold.</summary>
    public required double Sold { get; init; }

    /// <summary>Seed of bursts and placement.</summary>
    public required int Bursts { get; init; }

    public required NamedController Controller { get; init; }

    public required double FloorShare { get; init; }

    public required long GuestSwapKib { get; init; }

    public required int? PlanDelay { get; init; }

    /// <summary>How many days are simulated; null: all.</summary>
    public required int? Days { get; init; }

    /// <summary>The file for the figures; null: none.</summary>
    public required string? Json { get; init; }

    public required int Jobs { get; init; }

    /// <summary>Simulates all hosts.</summary>
    /// <exception cref="FormatException">The file is not a trace, or no server of it fits on a host.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public void Play(TextWriter output)
    {
        var trace = TraceFile.Read(Csv);
        var hosts = RandomPlacement.On(trace.Servers, HostKib, Sold, Bursts);
        if (hosts.Count == 0)
            throw new FormatException("no server of it fits on such a host");
        // A file that cannot be written is an error before the simulation, not after it.
        Write(stream => { });
        var setup = new TraceSetup
        {
            Scenario = new Scenario("trace", "servers of a trace") { HostKib = HostKib, GuestSwapKib = GuestSwapKib, FloorShare = FloorShare },
            Controller = Controller,
            PlanDelay = PlanDelay,
            StepSeconds = trace.StepSeconds,
            Seconds = Days is { } days ? Math.Min(trace.Seconds, days * 86400) : trace.Seconds,
        };
        var months = new HostMonth[hosts.Count];
        Parallel.For(0, hosts.Count, new ParallelOptions { MaxDegreeOfParallelism = Jobs }, index =>
            months[index] = HostMonth.Of(hosts[index], setup, unchecked((Bursts * 1000) + index)));
        var report = TraceReport.Of(months, trace.Servers.Count - hosts.Sum(host => host.Count));
        report.Write(output);
        Write(stream => Write(stream, report));
    }

    private void Write(Stream stream, TraceReport report)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("csv", Path.GetFileName(Csv));
        json.WriteString("controller", Controller.Name);
        json.WriteNumber("host_bytes", Kib.ToBytes(HostKib));
        json.WriteNumber("sold_ratio", Sold);
        json.WriteNumber("bursts_seed", Bursts);
        json.WriteNumber("floor_ratio", FloorShare);
        json.WriteNumber("guest_swap_bytes", Kib.ToBytes(GuestSwapKib));
        report.Write(json);
        json.WriteEndObject();
    }

    private void Write(Action<Stream> write)
    {
        if (Json is not null)
            OutputFile.Replace(Json, write);
    }
}
