using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using BalloonExporter.Options;
using BalloonExporter.Pages;
using BalloonExporter.Tests.Fakes;
using BalloonExporter.Tests.Ui;
using ExporterToolkit.Tests.WebConfig;
using Xunit.Abstractions;

namespace BalloonExporter.Tests.Pages;

/// <summary>Starts exporters with TLS and fakes for libvirt, and the tests of <c>tests/pages</c>, which look at them with Chromium: <c>tests/pages.sh</c> runs it.</summary>
[Trait("suite", "pages")]
[Trait("needs", "debian")]
public sealed class ChromiumTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("balloon-pages");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Pages_work_in_a_real_browser()
    {
        new TestCertificates().WriteTo(_folder.FullName);
        await File.WriteAllTextAsync(PathOf("web.yml"), $"tls_server_config:\n  cert_file: {PathOf("server.crt")}\n  key_file: {PathOf("server.key")}\n");
        WriteStates();
        var panelPort = FreePort();
        await using var usual = await StartAsync();
        await using var script = await StartAsync();
        await using var noScript = await StartAsync();
        await using var deaf = await StartAsync(customer => customer with { RestartTimeout = TimeSpan.FromSeconds(3) });
        deaf.Exporter.Power.Listens = false;
        await using var operators = await OperatorClient.StartAsync(options => options with { WebConfigFile = new FileInfo(PathOf("web.yml")) });
        await using var tunnel = await OperatorClient.StartAsync();
        await using var framed = await StartAsync(customer => customer with { FrameAncestors = [$"http://localhost:{panelPort}"] });
        await File.WriteAllTextAsync(PathOf("setting.json"), JsonSerializer.Serialize(new
        {
            usual = usual.Address,
            script = script.Address,
            noScript = noScript.Address,
            deaf = deaf.Address,
            framed = framed.Address,
            panelPort,
            uuid = Snapshots.Uuid(1),
            secret = TestLink.Secret,
            states = PathOf("states"),
            operators = operators.Exporter.Addresses[0],
            tunnel = tunnel.Exporter.Addresses[0],
            operatorStates = PathOf("operator"),
            key = OperatorClient.TokenOf("all"),
        }));

        Assert.Equal(0, await RunNodeAsync());
    }

    private Task<CustomerClient> StartAsync(Func<CustomerOptions, CustomerOptions>? change = null) => CustomerClient.StartAsync(options => options with
    {
        WebConfigFile = new FileInfo(PathOf("web.yml")),
        Customer = change?.Invoke(options.Customer) ?? options.Customer,
    });

    private void WriteStates()
    {
        Directory.CreateDirectory(PathOf("states"));
        foreach (var language in (string[])["de", "en"])
        {
            foreach (var (name, view) in PageViews.All)
                Write($"state.{name}.{language}", ServerPage.Of(PageViews.Context(language), view, PageViews.AllRights));
            var context = PageViews.Context(language, "../../");
            var afterwards = ServerActions.Of(PageViews.All["off_pending"], PageViews.AllRights);
            Write($"question.disable.{language}", ConfirmPage.Disable(context, PageViews.All["on"], afterwards));
            Write($"question.enable.{language}", ConfirmPage.Enable(context, PageViews.All["off"], afterwards));
            Write($"question.restart.{language}", ConfirmPage.Restart(context, PageViews.All["off_pending"]));
            Write($"question.force.{language}", ConfirmPage.Force(context, PageViews.All["restart_still_running"]));
            foreach (var notice in Notice.All)
                Write($"notice.{notice.Text}.{language}", NoticePage.Of(PageViews.Context(language), notice));
        }

        Directory.CreateDirectory(PathOf("operator"));
        foreach (var (name, page) in OperatorViews.Pages.Concat(OperatorViews.Pictures.Select(picture => KeyValuePair.Create($"picture.{picture.Key}", picture.Value))))
            File.WriteAllText(Path.Combine(PathOf("operator"), $"{name}.html"), page);

        void Write(string name, string page) => File.WriteAllText(Path.Combine(PathOf("states"), $"{name}.html"), page);
    }

    private async Task<int> RunNodeAsync()
    {
        var tests = Path.Combine(Repository.Root, "tests", "pages");
        var start = new ProcessStartInfo("node", ["--test", "--test-reporter=spec", .. Directory.GetFiles(tests, "*.test.mjs").Order(StringComparer.Ordinal)])
        {
            WorkingDirectory = tests,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BALLOON_PAGES_SETTING"] = PathOf("setting.json");
        using var node = Process.Start(start)!;
        node.OutputDataReceived += (_, line) => Tell(line.Data);
        node.ErrorDataReceived += (_, line) => Tell(line.Data);
        node.BeginOutputReadLine();
        node.BeginErrorReadLine();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await node.WaitForExitAsync(patience.Token);
            return node.ExitCode;
        }
        finally
        {
            if (!node.HasExited)
                node.Kill(entireProcessTree: true);
        }
    }

    private void Tell(string? line)
    {
        if (line is not null)
            output.WriteLine(line);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
