using BalloonExporter.Simulator.Controllers;
using static BalloonExporter.Core.Tests.Simulation.Rivals.Vectors;

namespace BalloonExporter.Core.Tests.Simulation.Rivals;

/// <summary>Rivals that decide for each guest by itself, compared with their own programs decision by decision.</summary>
public sealed class IndependentVectorTests
{
    [Fact]
    public void LibvirtAutoballoon_decides_as_its_script_does()
    {
        var asked = 0;
        foreach (var line in Of("libvirt-autoballoon"))
        {
            var guest = Numbers(line[1]);
            var target = new LibvirtAutoballoonRule(Fraction(line[0])).Decide(guest[0], guest[1], guest[2]);
            Assert.True(target == Maybe(line[2]), $"{string.Join('|', line)}: {target}");
            asked += target is null ? 0 : 1;
        }

        Assert.InRange(asked, 100, 1000);
    }

    [Fact]
    public void Mom_decides_as_its_policy_engine_does()
    {
        var asked = 0;
        foreach (var line in Of("mom"))
        {
            var host = line[0].Split(' ').Select(Fraction).ToList();
            var targets = line[1].Split(';').Select(text => MomRule.Decide(host[0] / host[1], Guest(text.Split(' ')))).ToList();
            Assert.True(targets.SequenceEqual(line[2].Split(' ').Select(Maybe)), $"{string.Join('|', line)}: {string.Join(' ', targets)}");
            asked += targets.Count(target => target is not null);
        }

        Assert.InRange(asked, 100, 1000);

        static MomGuest Guest(string[] figures) =>
            new(Number(figures[0]), Number(figures[1]), Number(figures[2])) { MeanCurrentKib = Fraction(figures[3]), MeanUnusedKib = Fraction(figures[4]) };
    }

    [Fact]
    public void Virtui_decides_as_its_Ruby_does()
    {
        var asked = 0;
        foreach (var line in Of("virtui-manager"))
        {
            var guest = Numbers(line[0]);
            var rule = new VirtuiRule(guest[0]);
            foreach (var step in line[1].Split(';').Select(text => text.Split('=')))
            {
                var figures = step[0].Split(' ');
                var target = Decide(rule, guest, figures);
                Assert.True(target == Maybe(step[1]), $"{line[0]}: {step[0]}: {target}, not {step[1]}");
                asked += target is null ? 0 : 1;
            }
        }

        Assert.InRange(asked, 100, 1000);

        static long? Decide(VirtuiRule rule, long[] guest, string[] figures)
        {
            var now = Number(figures[0]);
            if (figures[1] == "1")
            {
                rule.NoteOff(now);
                return null;
            }

            return rule.Decide(new VirtuiReading(guest[1], guest[2], Number(figures[2]))
            {
                Memory = Maybe(figures[3]) is { } total ? (total, Number(figures[4])) : null,
                SampledAt = Number(figures[5]),
                Now = now,
            });
        }
    }
}
