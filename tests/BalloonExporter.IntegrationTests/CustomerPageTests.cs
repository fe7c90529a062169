using System.Net;
using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>The customers' page of the real binary, and a real guest behind it.</summary>
[Trait("suite", "adversary")]
public sealed class CustomerPageTests(Host host) : IClassFixture<Host>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_customer_turns_ballooning_off_on_the_page_and_restarts_into_another_process()
    {
        await using var guest = await Guest.StartAsync(host.Libvirt, new GuestOptions("shop") { MemoryMib = 256, Persistent = true, PowerButton = true });
        await guest.WaitUntilBootedAsync();
        var keys = await host.Folder.WriteAsync("links", "a secret of at least thirty-two bytes\n");
        var port = FreePort.Find();
        await using var exporter = await host.StartActingExporterAsync(null, $"--customer.listen-address=127.0.0.1:{port}", $"--customer.key-file={keys}");
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        var process = guest.QemuProcessId;

        // By its name, which libvirt is asked for.
        var (code, link) = await Command.RunAsync(
            Host.Binary, "link", guest.Name, $"--libvirt.uri={host.Libvirt.Uri}", $"--customer.key-file={keys}", "--may=read,policy,restart", "--lang=en", $"--url={browser.BaseAddress}");
        Assert.True(code == 0, link);
        using var opened = await browser.GetAsync(new Uri(link.Trim()));
        Assert.Equal(HttpStatusCode.SeeOther, opened.StatusCode);
        browser.DefaultRequestHeaders.Add("Cookie", opened.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        var page = opened.Headers.Location!.OriginalString;
        await WaitForAsync(browser, page, "Ballooning is on.");

        await PostAsync(browser, $"{page}/disable", "when=later");
        await WaitForAsync(browser, page, "restart pending");
        Assert.Equal(process, guest.QemuProcessId);
        await PostAsync(browser, $"{page}/restart", "when=now");
        // A server that is off says that ballooning is off as well.
        await WaitForAsync(browser, page, "Your server has fixed memory");

        Assert.NotEqual(process, guest.QemuProcessId);
        await Wait.UntilAsync(
            "no restart required",
            Patience,
            async () => (await exporter.MetricsAsync()).Find("balloon_domain_restart_required", ("domain", guest.Name)) == 0,
            () => Task.FromResult(exporter.LogTail));
        Assert.Contains("asked_by=customer:", exporter.LogTail, StringComparison.Ordinal);
        using var again = await browser.GetAsync(new Uri(link.Trim()));
        Assert.Equal(HttpStatusCode.Forbidden, again.StatusCode);
        using var metrics = await browser.GetAsync(new Uri("metrics", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, metrics.StatusCode);
    }

    private static async Task PostAsync(HttpClient browser, string path, string form)
    {
        using var content = new FormUrlEncodedContent([.. form.Split('&').Select(field => KeyValuePair.Create(field.Split('=')[0], field.Split('=')[1]))]);
        using var answer = await browser.PostAsync(new Uri(path, UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.DoesNotContain("refused", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    private static async Task WaitForAsync(HttpClient browser, string page, string text)
    {
        var seen = "";
        await Wait.UntilAsync(
            text,
            Patience,
            async () => (seen = await browser.GetStringAsync(new Uri(page, UriKind.Relative))).Contains(text, StringComparison.Ordinal),
            () => Task.FromResult(seen));
    }
}
