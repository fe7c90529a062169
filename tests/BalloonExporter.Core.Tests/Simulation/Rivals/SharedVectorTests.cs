using BalloonExporter.Simulator.Controllers;
using static BalloonExporter.Core.Tests.Simulation.Rivals.Vectors;

namespace BalloonExporter.Core.Tests.Simulation.Rivals;

/// <summary>Rivals that split the host's memory among its guests, compared with their own programs decision by decision.</summary>
public sealed class SharedVectorTests
{
    [Fact]
    public void Proxmox_decides_as_AutoBalloon_pm_does()
    {
        var asked = 0;
        foreach (var line in Of("proxmox"))
        {
            var targets = ProxmoxRule.Decide(Number(line[0]), [.. line[1].Split(';').Select(text => Guest(text.Split(' ')))]);
            Assert.True(targets.SequenceEqual(line[2].Split(' ').Select(Maybe)), $"{string.Join('|', line)}: {string.Join(' ', targets)}");
            asked += targets.Count(target => target is not null);
        }

        Assert.InRange(asked, 100, 1000);

        static ProxmoxGuest Guest(string[] figures) => new(Number(figures[0]), Number(figures[1]), Number(figures[2]), Maybe(figures[3]), (int)Number(figures[4]));
    }

    [Fact]
    public void Qmemman_decides_as_algo_py_does()
    {
        var significant = 0;
        foreach (var line in Of("qmemman"))
        {
            var free = Number(line[0]);
            var domains = line[1].Split(';').Select((text, index) => Domain(text.Split(' ')) with { IsHost = index == 0 }).ToList();
            var targets = QmemmanRule.Balance(free - QmemmanRule.Left, domains);
            Assert.True(targets.SequenceEqual(Targets(line[2])), $"{string.Join('|', line)}: {string.Join(' ', targets)}");
            Assert.True(QmemmanRule.IsSignificant(targets, free, domains) == (line[3] == "1"), string.Join('|', line));
            significant += line[3] == "1" ? 1 : 0;
        }

        Assert.InRange(significant, 50, Of("qmemman").Count - 10);

        static QmemmanDomain Domain(string[] figures) => new(Number(figures[0]))
        {
            Actual = Number(figures[1]),
            Used = Maybe(figures[2]),
            LastTarget = Number(figures[3]),
            NoProgress = figures[4] == "1",
        };
    }

    [Fact]
    public void Squeezed_decides_as_squeeze_ml_does()
    {
        const long ReserveKib = 64 * 1024;
        var (asked, done) = (0, 0);
        foreach (var line in Of("squeezed"))
        {
            var guests = line[0].Split(',').Select(Numbers).ToList();
            var drivers = new StuckBalloons();
            foreach (var step in line[1].Split(';').Select(text => text.Split('=')))
            {
                var figures = step[0].Split(',').Select(Numbers).ToList();
                var domains = guests.Zip(figures.Skip(1), Domain).ToList();
                foreach (var (domain, index) in domains.Select((domain, index) => (domain, index)))
                    drivers.See(Uuid(index), domain, (int)figures[0][0]);
                var targets = SqueezedRule.Iterate(
                    figures[0][1],
                    ReserveKib,
                    [.. domains.Select((domain, index) => domain with { IsActive = guests[index][2] == 1 && !drivers.IsStuck(Uuid(index)) })]);
                var expected = step[1] == "done" ? null : Targets(step[1]);
                Assert.True(expected is null ? targets is null : targets?.SequenceEqual(expected) == true, $"{line[0]}: {step[0]}={string.Join(' ', targets ?? [])}, not {step[1]}");
                (asked, done) = targets is null ? (asked, done + 1) : (asked + targets.Count, done);
            }
        }

        Assert.InRange(asked, 100, 1000);
        Assert.InRange(done, 10, 1000);

        static SqueezedDomain Domain(long[] guest, long[] now) => new(guest[0], guest[1]) { TargetKib = now[0], ActualKib = now[1] };

        static Guid Uuid(int index) => new(index + 1, 0, 0, new byte[8]);
    }
}
