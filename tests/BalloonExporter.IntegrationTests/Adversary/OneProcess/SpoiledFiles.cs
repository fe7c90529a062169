using System.Net;

namespace BalloonExporter.IntegrationTests.Adversary.OneProcess;

/// <summary>Keys and certificates are exchanged, emptied and spoiled; while they are wrong nothing is open, and then all is as before.</summary>
internal sealed class SpoiledFiles : IAttack
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string[] Spoiled = ["", "\0\0\0\0", new('[', 100_000), "basic_auth_users: {", "rate_limit: {}\n"];

    public async Task RunAsync(Victim victim)
    {
        await victim.Keys.RotateAsync();
        foreach (var text in Spoiled)
        {
            await File.WriteAllTextAsync(victim.Keys.WebConfigFile, text);
            await ClosedAsync(victim);
            await victim.Keys.WriteWebConfigAsync();
            await OpenAsync(victim);

            await File.WriteAllTextAsync(victim.Keys.CertificateFile, text);
            await ClosedAsync(victim);
            await victim.Keys.RotateAsync();
            await OpenAsync(victim);

            var before = victim.Keys.Token;
            await File.WriteAllTextAsync(victim.Keys.TokenFile, text);
            Assert.NotEqual(HttpStatusCode.OK, (await victim.Exporter.PostFeedbackAsync(Payload.Of())).Status);
            await victim.Keys.RotateAsync();
            await Wait.UntilAsync("the new token counts", Patience, async () => (await victim.Exporter.PostFeedbackAsync(Payload.Of())).Status == HttpStatusCode.OK);
            Assert.NotEqual(before, victim.Keys.Token);
        }
    }

    // No request is served, whatever is in the file, not even one with the password.
    private static async Task ClosedAsync(Victim victim) => await Wait.UntilAsync("closed", Patience, async () =>
    {
        using var client = victim.Exporter.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/metrics", UriKind.Relative));
        return (await Victim.TrySendAsync(client, request))?.Status != HttpStatusCode.OK;
    });

    private static async Task OpenAsync(Victim victim) => await Wait.UntilAsync("open again", Patience, async () =>
    {
        using var client = victim.Exporter.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/-/healthy", UriKind.Relative));
        return (await Victim.TrySendAsync(client, request))?.Status == HttpStatusCode.OK;
    });
}
