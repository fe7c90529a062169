using System.CommandLine;
using System.Text.Json.Nodes;
using BalloonExporter.Cli;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Policy;
using BalloonExporter.Libvirt;
using BalloonExporter.State;
using BalloonExporter.Tests.Libvirt;

namespace BalloonExporter.Tests.Cli;

/// <summary>Against libvirt's own test driver.</summary>
[Collection(TestDomain.Collection)]
[Trait("needs", "debian")]
public sealed class PolicyCommandTests
{
    [Fact]
    public void A_policy_is_set_shown_and_cleared_by_name_or_UUID()
    {
        using var domain = TestDomain.Define();

        var (code, output, errors) = Run("set", domain.Name, "--enabled=no", "--floor=512MiB");
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("stored:           enabled=no floor=512MiB\n", output, StringComparison.Ordinal);
        Assert.Contains("running instance: floor=512MiB\n", output, StringComparison.Ordinal);
        Assert.Contains("restart required: yes", output, StringComparison.Ordinal);
        Assert.Contains("no (opted_out)", output, StringComparison.Ordinal);

        (_, output, _) = Run("set", domain.Uuid.ToString(), "--shares=7", "--floor=default", "--swap=0");
        Assert.Contains("stored:           enabled=no shares=7 swap=0KiB\n", output, StringComparison.Ordinal);

        (code, output, _) = Run("clear", domain.Name);
        Assert.Equal(0, code);
        Assert.Contains("stored:           nothing\n", output, StringComparison.Ordinal);
        Assert.Contains("can be managed:   yes\n", output, StringComparison.Ordinal);
        Assert.Null(PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.NextPolicy);
    }

    [Fact]
    public void The_answer_is_JSON_for_programs()
    {
        using var domain = TestDomain.Define(start: false);

        var (_, output, _) = Run("set", domain.Name, "--ceiling=75%", "--json");

        var report = JsonNode.Parse(output)!;
        Assert.Equal(domain.Uuid, report["uuid"]!.GetValue<Guid>());
        Assert.Equal("75%", report["stored"]!["ceiling"]!.GetValue<string>());
        Assert.Equal("not_running", report["reason"]!.GetValue<string>());
    }

    [Fact]
    public void All_domains_are_listed_with_their_policies()
    {
        using var domain = TestDomain.Define();
        Run("set", domain.Name, "--enabled=no", "--shares=7");

        var (code, output, errors) = Run("list");
        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("DOMAIN ", output, StringComparison.Ordinal);
        Assert.Contains(output.Split('\n'), line => line.StartsWith(domain.Name + " ", StringComparison.Ordinal) && line.Contains("enabled=no shares=7", StringComparison.Ordinal)
            && line.TrimEnd().EndsWith("opted_out", StringComparison.Ordinal));

        (_, output, _) = Run("list", "--stored", "--json");
        Assert.Equal(domain.Uuid, Assert.Single(JsonNode.Parse(output)!.AsArray(), each => each!["domain"]!.GetValue<string>() == domain.Name)!["uuid"]!.GetValue<Guid>());
        Assert.All(JsonNode.Parse(output)!.AsArray(), each => Assert.NotNull(each!["stored"]));
    }

    [Fact]
    public void The_history_of_a_domain_is_read_from_the_state_folder_by_name_or_UUID()
    {
        using var domain = TestDomain.Define();
        var folder = Directory.CreateTempSubdirectory("balloon-state-");
        try
        {
            var edit = new PolicyEdit(DateTimeOffset.UnixEpoch, "key:panel@127.0.0.1", null, new PolicySpec { Enabled = false });
            new StateFolder(folder.FullName).Write(PolicyHistoryStore.FileName, PolicyHistoryFormat.Empty.With(domain.Uuid, edit).Write());

            var (code, output, _) = Run("history", domain.Name, $"--state.path={folder.FullName}");
            Assert.Equal(0, code);
            Assert.Contains("1970-01-01 00:00:00Z  key:panel@127.0.0.1  nothing  enabled=no", output, StringComparison.Ordinal);
            (_, output, _) = Run("history", domain.Uuid.ToString(), "--json", $"--state.path={folder.FullName}");
            Assert.Equal("key:panel@127.0.0.1", JsonNode.Parse(output)!["changes"]![0]!["by"]!.GetValue<string>());

            File.WriteAllText(Path.Combine(folder.FullName, PolicyHistoryStore.FileName), "no JSON");
            (code, _, var errors) = Run("history", domain.Name, $"--state.path={folder.FullName}");
            Assert.Equal(1, code);
            Assert.Contains(PolicyHistoryStore.FileName, errors, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_malformed_policy_is_changed_only_with_a_word_on_whether_it_is_an_opt_out()
    {
        using var domain = TestDomain.Define();
        domain.Domain.SetMetadata(LibvirtSharp.DomainMetadataType.Element, "<policy enabled='nope'/>", PolicyElement.Prefix, PolicyElement.Namespace, LibvirtSharp.DomainModificationFlags.Config);

        var (code, _, errors) = Run("set", domain.Name, "--floor=512MiB");
        Assert.Equal(1, code);
        Assert.Contains("may be an opt-out", errors, StringComparison.Ordinal);

        (code, var output, _) = Run("set", domain.Name, "--floor=512MiB", "--enabled=no");
        Assert.Equal(0, code);
        Assert.Contains("stored:           enabled=no floor=512MiB\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_the_domain_cannot_have_changes_nothing()
    {
        using var domain = TestDomain.Define();

        var (code, _, errors) = Run("set", domain.Name, "--floor=512GiB");

        Assert.Equal(1, code);
        Assert.Contains("above the domain's maximum", errors, StringComparison.Ordinal);
        Assert.Null(PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.NextPolicy);
    }

    [Theory]
    [InlineData("--enabled=maybe")]
    [InlineData("--floor=much")]
    [InlineData("--ceiling=0%")]
    [InlineData("--shares=0")]
    [InlineData("--swap=much")]
    [InlineData("--colour=red")]
    [InlineData("--json")]
    public void Bad_options_are_told_before_libvirt_is_asked(string option)
    {
        var result = new PolicyCommand().Parse(["set", "absent", option, "--libvirt.uri=test:///default"]);

        Assert.NotEmpty(result.Errors);
    }

    [Fact]
    public void A_contradiction_with_what_is_stored_changes_nothing()
    {
        using var domain = TestDomain.Define();
        Run("set", domain.Name, "--floor=512MiB");

        var (code, _, errors) = Run("set", domain.Name, "--ceiling=256MiB");

        Assert.Equal(1, code);
        Assert.Contains("floor is above ceiling", errors, StringComparison.Ordinal);
        Assert.Equal(new PolicySpec { Floor = new Amount(512 * 1024, null) }, PolicyMetadata.Read(domain.Connection, domain.Domain).Facts.NextPolicy);
    }

    [Theory]
    [InlineData("show")]
    [InlineData("clear")]
    public void An_unknown_domain_and_a_libvirt_that_is_down_are_errors(string command)
    {
        var (code, output, errors) = Run(command, "absent");
        Assert.Equal((1, "", "balloon-exporter: no domain absent at test:///default\n"), (code, output, errors));

        (code, output, errors) = Run(command, "absent", "--libvirt.uri=qemu+unix:///system?socket=/nonexistent/libvirt-sock");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("/nonexistent/libvirt-sock", errors, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Errors) Run(params string[] arguments)
    {
        if (!arguments.Any(argument => argument.StartsWith("--libvirt.uri", StringComparison.Ordinal)))
            arguments = [.. arguments, $"--libvirt.uri={TestDomain.Uri}"];
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = new PolicyCommand().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
