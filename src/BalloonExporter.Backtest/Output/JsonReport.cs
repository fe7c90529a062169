using System.Text.Json;
using BalloonExporter.Backtest.History;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Backtest.Output;

/// <summary>The figures as JSON; docs/backtest.md has the fields.</summary>
public static class JsonReport
{
    /// <summary>Writes an object.</summary>
    public static void Write(Stream stream, ReportData data)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        var scene = data.Run.Scene;
        json.WriteStartObject();
        json.WriteString("from", TimeText.Of(scene.History.StartsAt));
        json.WriteString("to", TimeText.Of(scene.History.StartsAt + scene.History.Seconds));
        json.WriteNumber("step_seconds", scene.History.StepSeconds);
        if (scene.HostKib is { } hostKib)
            json.WriteNumber("host_bytes", Kib.ToBytes(hostKib));
        else
            json.WriteNull("host_bytes");
        json.WriteNumber("overcommit_ratio", Math.Round(scene.Overcommit ?? scene.SoldRatio, 5));
        json.WriteNumber("sold_ratio", Math.Round(scene.SoldRatio, 5));
        json.WriteNumber("hosts", scene.Hosts.Count);
        json.WriteNumber("servers", scene.Hosts.Sum(host => host.Servers.Count));
        json.WriteNumber("servers_never_moved", data.Run.With.Sum(host => host.Servers.Count(server => server.NeverMoved)));
        json.WriteNumber("moments_above_sold", scene.History.MomentsAboveSold);
        json.WriteBoolean("bursts", data.HasBursts);
        if (data.RulesDifferenceBytes is { } difference)
            json.WriteNumber("rules_difference_bytes", difference);
        WriteLeftOut(json, scene.LeftOut);
        WriteFigures(json, data.With);
        json.WriteStartObject("without_act_mode");
        WriteFigures(json, data.Without);
        json.WriteEndObject();
        WriteWorst(json, data);
        WriteSweep(json, data.Sweep);
        json.WriteString("recommendation", data.Advice);
        json.WriteEndObject();
    }

    private static void WriteFigures(Utf8JsonWriter json, RunFigures figures)
    {
        foreach (var (name, _, of) in FigureList.All)
        {
            if (of(figures) is { } value)
                json.WriteNumber(name, Math.Round(value, 6));
            else
                json.WriteNull(name);
        }
    }

    private static void WriteLeftOut(Utf8JsonWriter json, IReadOnlyList<ServerTrace> servers)
    {
        json.WriteStartArray("left_out");
        foreach (var server in servers)
        {
            json.WriteStartObject();
            json.WriteString("server", server.Name);
            json.WriteNumber("sold_bytes", Kib.ToBytes(server.MaximumKib));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteWorst(Utf8JsonWriter json, ReportData data)
    {
        json.WriteStartArray("worst_servers");
        foreach (var (host, index) in data.Worst)
        {
            var server = host.Servers[index];
            json.WriteStartObject();
            json.WriteString("server", server.Server.Name);
            json.WriteString("host", host.Host.Name);
            json.WriteNumber("sold_bytes", Kib.ToBytes(server.Server.MaximumKib));
            json.WriteNumber("under_demand_seconds", Math.Round(server.UnderDemandSeconds, 3));
            json.WriteNumber("kills", server.Kills + server.HostKills);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSweep(Utf8JsonWriter json, IReadOnlyList<SweepPoint> sweep)
    {
        json.WriteStartArray("sweep");
        foreach (var point in sweep)
        {
            json.WriteStartObject();
            json.WriteNumber("overcommit_ratio", Math.Round(point.Overcommit, 5));
            json.WriteNumber("hosts", point.Hosts);
            WriteFigures(json, point.With);
            json.WriteStartObject("without_act_mode");
            WriteFigures(json, point.Without);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
