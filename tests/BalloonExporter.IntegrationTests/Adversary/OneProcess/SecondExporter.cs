using BalloonExporter.Lab;
using BalloonExporter.Lab.Soak;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>A second exporter is started in act mode on the same host, and told to take: it moves nothing.</summary>
internal sealed class SecondExporter : IAttack
{
    public async Task RunAsync(Victim victim)
    {
        await using var second = await ExporterProcess.StartAsync(victim.Folder, Host.Binary, new ExporterOptions(victim.Libvirt.Uri)
        {
            Mode = "act",
            Grace = "1s",
            Floor = $"{SoakedExporter.FloorMib}MiB",
            Arguments = [$"--runtime.path={victim.Folder.PathOf("soak-run")}"],
        });
        for (var number = 0; number < 5; number++)
        {
            var answer = await second.PostFeedbackAsync(Payload.Of([.. victim.Guests.Select(guest => Payload.Alert(guest.Uuid, SoakedExporter.FloorMib + 5 + number))]));
            Assert.DoesNotContain(Payload.Results(answer.Body), result => result.Verdict == "applied");
        }

        var page = await second.MetricsAsync();
        Assert.Equal((1, 0), (page.Value("balloon_feedback_standby"), page.Value("balloon_feedback_mode", ("mode", "act"))));
        Assert.DoesNotContain(second.Lines, line => line.Text.Contains("mode=act", StringComparison.Ordinal) && line.Text.Contains("msg=decision", StringComparison.Ordinal));
    }
}
