using BalloonExporter.Lab.Soak;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>Messages from almost a minute ahead of the clock: none is obeyed.</summary>
internal sealed class FutureMessages : IAttack
{
    private const int Messages = 10;
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(59);

    public async Task RunAsync(Victim victim)
    {
        for (var number = 0; number < Messages; number++)
        {
            var alerts = victim.Guests.Select(guest => Payload.Alert(guest.Uuid, SoakedExporter.FloorMib + 50, evaluatedAt: TimeProvider.System.GetUtcNow() + Ahead));
            var answer = await victim.Exporter.PostFeedbackAsync(Payload.Of([.. alerts]));
            Assert.DoesNotContain(Payload.Results(answer.Body), result => result.Verdict == "applied");
        }
    }
}
