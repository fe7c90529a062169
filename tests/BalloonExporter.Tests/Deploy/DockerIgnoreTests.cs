using System.Text.RegularExpressions;

namespace BalloonExporter.Tests.Deploy;

/// <summary>What of this folder reaches the builder of an image.</summary>
public sealed class DockerIgnoreTests
{
    // In order; of those that match a path, or a folder that it is in, the last counts (Docker's documentation of .dockerignore).
    private static readonly (bool Excludes, Regex Pattern)[] Rules =
    [
        .. File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (line[0] != '!', Of(line.TrimStart('!')))),
    ];

    [Theory]
    [InlineData("token")]
    [InlineData(".env")]
    [InlineData("web-config.yml")]
    [InlineData("keys.yaml")]
    [InlineData("nuget.config")]
    [InlineData("alerts/alertmanager/balloon-exporter.token")]
    [InlineData("alerts/alertmanager/alertmanager.yml")]
    [InlineData("alerts/token")]
    [InlineData("alerts/web.yml")]
    [InlineData("alerts/runbooks/tls.key")]
    [InlineData("deploy/tls.key")]
    [InlineData("src/tls.key")]
    [InlineData("src/htpasswd")]
    [InlineData("src/BalloonExporter/credentials.json")]
    [InlineData("src/web.token.bak")]
    [InlineData("src/http.keytab")]
    [InlineData("src/server.pem")]
    [InlineData("src/BalloonExporter/balloon-exporter.token")]
    [InlineData("src/BalloonExporter/.env")]
    [InlineData("src/BalloonExporter/web.yml")]
    [InlineData("src/BalloonExporter/token")]
    [InlineData("src/certs/server.crt")]
    [InlineData("src/certs/id_ed25519")]
    [InlineData("src/appsettings.Production.json")]
    [InlineData("src/BalloonExporter/nuget.config")]
    [InlineData("src/BalloonExporter/Properties/launchSettings.json")]
    [InlineData("src/BalloonExporter/BalloonExporter.csproj.user")]
    [InlineData("src/BalloonExporter/obj/project.assets.json")]
    [InlineData("src/BalloonExporter/bin/x")]
    [InlineData(".git/config")]
    [InlineData("artifacts/publish/balloon-exporter")]
    [InlineData("tests/packages.sh")]
    [InlineData("README.md")]
    public void Secrets_and_whatever_else_is_not_built_stay_out_of_an_image(string path) => Assert.True(IsExcluded(path));

    [Fact]
    public void What_is_built_is_in_it()
    {
        string[] outside = ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "BannedSymbols.txt", ".editorconfig"];
        var sources = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "alerts"), "*.rules.yml").Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "alerts", "runbooks")))
                .Select(file => Path.GetRelativePath(Repository.Root, file)))
            .Append("deploy/systemd/50-balloon-exporter.rules")
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(outside.Concat(sources), IsExcluded);
        Assert.All(outside, file => Assert.True(File.Exists(Path.Combine(Repository.Root, file)), file));
    }

    [Fact]
    public void A_container_is_started_in_the_hosts_namespaces()
    {
        Assert.Contains("    cgroup: host\n", Text("deploy/compose.yaml"), StringComparison.Ordinal);
        Assert.Contains("    pid: host\n", Text("deploy/compose.yaml"), StringComparison.Ordinal);
        foreach (var file in (string[])["Dockerfile", "docs/operations.md"])
            Assert.Contains("--pid=host --cgroupns=host", Text(file), StringComparison.Ordinal);
    }

    private static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static bool IsExcluded(string path)
    {
        var excluded = false;
        foreach (var (excludes, pattern) in Rules)
        {
            if (pattern.IsMatch(path))
                excluded = excludes;
        }

        return excluded;
    }

    private static Regex Of(string pattern)
    {
        var text = Regex.Escape(pattern).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal);
        return new Regex($"^{text}(/|$)", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
