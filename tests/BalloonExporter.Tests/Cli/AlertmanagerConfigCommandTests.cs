using System.CommandLine;
using BalloonExporter.Cli;
using BalloonExporter.Tests.Alerts;
using ExporterToolkit.Tests.Files;

namespace BalloonExporter.Tests.Cli;

/// <summary>What it writes is judged by Alertmanager's own tool.</summary>
public sealed class AlertmanagerConfigCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("balloon-alertmanager").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Trait("needs", "debian")]
    [Theory]
    [InlineData("targets.txt", "# two hosts\nh1.example.org:10177\n\n[2001:db8::2]:10177 # the second\r\n")]
    [InlineData("targets.json", """[{"targets": ["h1.example.org:10177"]}, {"targets": ["[2001:db8::2]:10177"], "labels": {"room": "a"}}]""")]
    [InlineData("targets.yml", "- targets: [\"h1.example.org:10177\"]\n- targets:\n    - \"[2001:db8::2]:10177\"\n  labels: {room: a}\n")]
    public async Task Each_target_has_its_route_and_its_receiver(string name, string text)
    {
        var (code, output, errors) = Run(name, text);

        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("      - url: http://h1.example.org:10177/api/v1/feedback\n", output, StringComparison.Ordinal);
        Assert.Contains("      - url: http://[2001:db8::2]:10177/api/v1/feedback\n", output, StringComparison.Ordinal);
        await RoutesAsync(output, "balloon-exporter h1.example.org:10177", "alertname=BalloonTarget", "instance=h1.example.org:10177");
        await RoutesAsync(output, "balloon-exporter [2001:db8::2]:10177", "alertname=BalloonHeartbeat", "instance=[2001:db8::2]:10177");
        await RoutesAsync(output, "balloon-nobody", "alertname=BalloonTarget", "instance=h3:10177");
        await RoutesAsync(output, "people", "alertname=BalloonHostRed", "instance=h1.example.org:10177");
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task Parts_fit_into_the_configuration_of_an_Alertmanager_that_exists()
    {
        var (code, output, errors) = Run("t", "h1:10177\nh2:10177\n", "--routes-only");

        Assert.Equal((0, ""), (code, errors));
        Assert.Equal(["routes:", "inhibit_rules:", "receivers:"], output.Split('\n').Where(line => line.Length > 0 && char.IsAsciiLetterLower(line[0])));
        var parts = output.Split("\ninhibit_rules:\n");
        var (routes, others) = (parts[0].Split("\nroutes:\n")[1], parts[1].Split("\nreceivers:\n"));
        var merged = $"route:\n  receiver: mail\n  routes:\n{routes}\n  - receiver: pager\n    matchers: ['severity=\"page\"']\n" +
            $"inhibit_rules:\n{others[0]}\nreceivers:\n  - name: mail\n  - name: pager\n{others[1]}";
        await RoutesAsync(merged, "balloon-exporter h2:10177", "alertname=BalloonTarget", "instance=h2:10177", "severity=page");
        await RoutesAsync(merged, "pager", "alertname=Other", "severity=page");
        await RoutesAsync(merged, "mail", "alertname=BalloonHostRed", "instance=h1:10177");
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task The_instance_label_and_the_scheme_of_a_group_are_honoured()
    {
        var (_, output, _) = Run("targets.json", """[{"targets": ["10.0.0.1:10177"], "labels": {"instance": "it's \"one\" \\ of many", "__scheme__": "https"}}]""");

        Assert.Contains("- url: https://10.0.0.1:10177/api/v1/feedback\n", output, StringComparison.Ordinal);
        await RoutesAsync(output, "balloon-exporter it's \"one\" \\ of many", "alertname=BalloonTarget", "instance=\"it's \\\"one\\\" \\\\ of many\"");
    }

    [Trait("needs", "debian")]
    [Fact]
    public async Task Token_and_certificates_stand_where_they_were_said_to()
    {
        var (_, output, _) = Run("t", "h1:1", "--token-file=/etc/token it's", "--tls", "--tls.ca-file=/ca.pem", "--tls.cert-file=/c.pem", "--tls.key-file=/k.pem");

        Assert.Contains("authorization: {type: Bearer, credentials_file: '/etc/token it''s'}\n", output, StringComparison.Ordinal);
        Assert.Contains("tls_config: {ca_file: '/ca.pem', cert_file: '/c.pem', key_file: '/k.pem'}\n", output, StringComparison.Ordinal);
        Assert.Contains("- url: https://h1:1/", output, StringComparison.Ordinal);
        await RoutesAsync(output, "balloon-exporter h1:1", "alertname=BalloonTarget", "instance=h1:1");
    }

    [Theory]
    [InlineData("targets.txt", "h1:10177\nno port\n:10177\nh:123456", "line 2: no port is not HOST:PORT; line 3: :10177 is not HOST:PORT; line 4: h:123456 is not HOST:PORT")]
    [InlineData("targets.txt", "h1:1'/x", "line 1: h1:1'/x is not HOST:PORT")]
    [InlineData("targets.txt", "# none\n", "no targets")]
    [InlineData("targets.txt", "h1:1\nh1:1\n", "duplicate target h1:1")]
    [InlineData("targets.json", "[{\"targets\": [1, null]}, {}, 3]", "line 1: 1 is not HOST:PORT; line 1: this is not HOST:PORT; line 1: the group has no list of targets; line 1: expected a group with targets")]
    [InlineData("targets.yml", "targets: [h1:1]", "expected a list of groups with targets")]
    [InlineData("targets.json", "[{", "did not find expected node content")]
    public void A_file_that_cannot_be_used_writes_nothing_and_names_all_that_is_wrong(string name, string text, string problem)
    {
        var (code, output, errors) = Run(name, text);

        Assert.Equal((1, ""), (code, output));
        Assert.Contains(problem, errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent", "No such file")]
    [InlineData("pipe", "not a regular file")]
    public async Task A_path_that_leads_to_no_file_is_told_and_not_waited_for(string kind, string problem)
    {
        using var folder = new TempFolder();
        var errors = new StringWriter();
        var command = new AlertmanagerConfigCommand().Parse([$"--targets={folder.Strange(kind)}"]);
        var code = await Task.Run(() => command.Invoke(new InvocationConfiguration { Output = new StringWriter(), Error = errors })).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(1, code);
        Assert.Contains(problem, errors.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tls.cert-file=/c.pem", "--targets=x")]
    [InlineData("--tls.key-file=/c.pem", "--targets=x")]
    [InlineData("--tls")]
    public void Options_that_do_not_fit_together_are_refused(params string[] options) =>
        Assert.NotEmpty(new AlertmanagerConfigCommand().Parse(options).Errors);

    private (int Code, string Output, string Errors) Run(string name, string text, params string[] options)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = new AlertmanagerConfigCommand().Parse([$"--targets={file}", .. options]).Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }

    private async Task RoutesAsync(string config, string receiver, params string[] labels)
    {
        var file = Path.Combine(_folder, "alertmanager.yml");
        await File.WriteAllTextAsync(file, config);
        var (code, said) = await Tool.RunAsync("amtool", ["config", "routes", "test", $"--config.file={file}", $"--verify.receivers={receiver}", .. labels]);
        Assert.True(code == 0, said);
        (code, said) = await Tool.RunAsync("amtool", "check-config", file);
        Assert.True(code == 0, said);
    }
}
