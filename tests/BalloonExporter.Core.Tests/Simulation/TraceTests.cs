using System.IO.Compression;
using System.Text.Json;
using BalloonExporter.Backtest.History;
using BalloonExporter.Simulator.Cli;
using BalloonExporter.Simulator.Controllers;
using BalloonExporter.Simulator.Trace;
using BalloonExporter.Simulator.World;
using static BalloonExporter.Simulator.World.Sizes;

namespace BalloonExporter.Core.Tests.Simulation;

/// <summary>Simulated hosts with the servers of a trace.</summary>
public sealed class TraceTests : IDisposable
{
    private const string Text = "timestamp,one,two\ncapacity_mib,4096,2048\nvcpus,1,2\n1000,100,50\n1300,,60\n1600,400,\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon-trace").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trace_is_read_plain_or_compressed(bool packed)
    {
        var trace = TraceFile.Read(FileOf(Text, packed));

        Assert.Equal((300, 600), (trace.StepSeconds, trace.Seconds));
        Assert.Equal(["one 4096 100,100,400", "two 2048 50,60,60"], trace.Servers.Select(server =>
            $"{server.Name} {server.MaximumKib / MiB} {string.Join(',', server.UsedKib.Select(kib => kib / MiB))}"));
    }

    [Theory]
    [InlineData("", "line 1: ")]
    [InlineData("time,one\n", "line 1: ")]
    [InlineData("timestamp,one\n1,2\n2,3\n", "no line begins with capacity_mib")]
    [InlineData("timestamp,one\ncapacity_mib,4\n1,2\n", "expected two moments at least")]
    [InlineData("timestamp,one\ncapacity_mib,4\n1,2,3\n2,2\n", "line 3: 3 fields, expected 2")]
    [InlineData("timestamp,one\ncapacity_mib,\n1,2\n2,2\n", "line 2: one without capacity_mib")]
    [InlineData("timestamp,one\ncapacity_mib,4\n1,two\n2,2\n", "line 3: two is no number of MiB")]
    [InlineData("timestamp,one\ncapacity_mib,4\n1,2\n1,2\n", "line 4: the time between lines is not the same everywhere")]
    [InlineData("timestamp,one\ncapacity_mib,4\n1,2\n2,2\n4,2\n", "line 5: the time between lines is not the same everywhere")]
    [InlineData("timestamp,one,one\ncapacity_mib,4,4\n1,2,2\n2,2,2\n", "line 1: two servers are called one")]
    [InlineData("timestamp,one\ncapacity_gib,4\n1,2\n2,2\n", "line 2: capacity_gib is not capacity_mib")]
    [InlineData("timestamp,one\ncapacity_mib,4\n1372629900000,2\n1372630200000,2\n", "line 3: 1372629900000 is no UNIX time in seconds")]
    [InlineData("timestamp,one\ncapacity_mib,4\n1.5,2\n2,2\n", "line 3: 1.5 is no UNIX time in whole seconds")]
    [InlineData("timestamp,one\ncapacity_mib,4\n1,2\n2,2\n", "the largest server has 4MiB: are the sizes in MiB?")]
    [InlineData("timestamp,one\ncapacity_mib,4096\n1,4194304\n2,4194304\n", "2 of 2 figures are above what was sold: are both in MiB?")]
    [InlineData("timestamp,one\ncapacity_mib,4096\n1,\n2,\n", "no server has a sample")]
    [InlineData("timestamp,one\ncapacity_mib,999999\n1,2\n2,2\n", "no server of it fits on such a host")]
    public void A_file_that_is_not_a_trace_is_an_error(string text, string error)
    {
        var (code, output, errors) = Invoke("--csv", FileOf(text, packed: false));

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(error, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--host=big", "--host=big is not a size such as 64GiB")]
    [InlineData("--sold=0", "--sold=0 is not a number above 0")]
    [InlineData("--bursts=x", "--bursts=x is not a whole number")]
    [InlineData("--floor=101", "--floor=101 is not a percentage")]
    [InlineData("--days=0", "--days=0 is not a number of days")]
    [InlineData("--controller=me", "--controller=me is not one of: ")]
    public void A_bad_option_is_an_error(string option, string error)
    {
        var (code, output, errors) = Invoke("--csv", "none.csv", option);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(error, errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error()
    {
        var (code, output, errors) = Invoke("--csv", Path.Combine(_folder, "none.csv"));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("none.csv", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_figure_is_printed_written_and_defined()
    {
        var file = Path.Combine(_folder, "figures.json");
        var servers = string.Join(',', Enumerable.Range(1, 12).Select(number => $"vm{number}"));
        string Row(int time, int mib) => time + string.Concat(Enumerable.Repeat($",{mib}", 12)) + "\n";
        var text = $"timestamp,{servers}\ncapacity_mib{string.Concat(Enumerable.Repeat(",4096", 12))}\n" + string.Concat(Enumerable.Range(0, 13).Select(row => Row(row * 300, 500)));

        var (code, output, errors) = Invoke("--csv", FileOf(text, packed: true), "--host", "16GiB", "--sold", "2", "--bursts", "3", "--json", file);

        Assert.Equal((0, ""), (code, errors));
        using var figures = JsonDocument.Parse(File.ReadAllText(file));
        var help = Invoke("--help").Output;
        Assert.All(TraceReport.Of([], 0).Figures, figure =>
        {
            Assert.Contains($"{figure.Name} ", output, StringComparison.Ordinal);
            Assert.Contains($"  {figure.Name}: ", help, StringComparison.Ordinal);
            Assert.True(figures.RootElement.TryGetProperty(figure.Name, out _), figure.Name);
        });
        // 8 servers on the first host; the other 4 are half of what is sold of the second one.
        Assert.Equal((12, 2), (figures.RootElement.GetProperty("servers").GetInt32(), figures.RootElement.GetProperty("hosts").GetInt32()));
    }

    [Fact]
    public void Servers_are_placed_as_often_as_memory_is_sold()
    {
        var servers = Enumerable.Range(0, 40).Select(number => new ServerTrace($"vm{number}", number == 0 ? 100 * GiB : 4 * GiB, [0, 0])).ToList();

        var hosts = RandomPlacement.On(servers, 16 * GiB, 3, seed: 1);

        // The large server fits nowhere. 12 on each host; the last 3 are left out, because their host would be less than half sold.
        Assert.Equal([12, 12, 12], hosts.Select(host => host.Count));
        Assert.NotEqual(Names(1), Names(2));
        Assert.Equal(Names(1), Names(1));

        string Names(int seed) => string.Join(' ', RandomPlacement.On(servers, 16 * GiB, 3, seed)[0].Select(server => server.Name));
    }

    [Fact]
    public void Bursts_are_added_to_the_samples()
    {
        const int Hours = 400;
        var server = new ServerTrace("vm", 10 * GiB, [GiB, GiB]);
        var load = new TraceLoad(server, 300, Hours * 3600, new Random(1));
        var (bursts, seconds, height) = (0, 0, 0L);
        var before = GiB;
        for (var second = 0; second < Hours * 3600; second++)
        {
            var wanted = load.WantedKib(second * 10);
            Assert.InRange(wanted, GiB, load.MostWantedKib(second * 10, (second + 300) * 10));
            bursts += wanted > before && before == GiB ? 1 : 0;
            seconds += wanted > GiB ? 1 : 0;
            height = Math.Max(height, wanted - GiB);
            before = wanted;
        }

        // Two an hour; some overlap. A median of a minute makes a mean of about 100 s.
        Assert.InRange(bursts, 1.7 * Hours, 2.1 * Hours);
        Assert.InRange(seconds / bursts, 60, 150);
        Assert.InRange(height, 2 * GiB, 6 * GiB);
    }

    [Fact]
    public void A_trace_is_interpolated_between_its_samples()
    {
        var load = new TraceLoad(new ServerTrace("vm", 10 * GiB, [GiB, 2 * GiB, 0]), 300, 1, new Random(1));

        Assert.Equal([GiB, GiB * 3 / 2, 2 * GiB, GiB, 0, 0], Enumerable.Range(0, 6).Select(half => load.WantedKib(half * 1500)));
    }

    [Fact]
    public void Time_passes_faster_where_nothing_can_happen()
    {
        Assert.Equal(16, ActsIn(60, _ => GiB / 2));
        Assert.Equal(60, ActsIn(60, _ => GiB * 12 / 10));
    }

    private static int ActsIn(int seconds, Func<int, long> wantedKib)
    {
        var guest = new SimulatedGuest(new GuestSetup(0, 4 * GiB, new FixedLoad(wantedKib)));
        var host = new SimulatedHost(64 * GiB, 8 * GiB, _ => 2 * GiB, [guest]);
        guest.SetTarget(GiB * 3 / 2);
        while (guest.CurrentKib != guest.TargetKib)
            host.Step(10);
        while (host.Second % 15 != 0)
            host.Step(10);
        var (acts, end) = (0, host.Second + seconds);
        for (; host.Second < end; acts++)
            Pace.Pass(host, new Nobody());
        return acts;
    }

    private string FileOf(string text, bool packed)
    {
        var path = Path.Combine(_folder, packed ? "trace.csv.gz" : "trace.csv");
        using Stream file = packed ? new GZipStream(File.Create(path), CompressionLevel.Fastest) : File.Create(path);
        using var writer = new StreamWriter(file);
        writer.Write(text);
        return path;
    }

    private static (int Code, string Output, string Errors) Invoke(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = SimulatorCommand.Invoke(["trace", .. arguments], output, errors);
        return (code, output.ToString(), errors.ToString());
    }
}
