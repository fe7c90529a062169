using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>The binary among files and variables that mean something to ASP.NET and nothing to it.</summary>
public sealed class SourcesTests
{
    private const string Nobody = "qemu:///session?socket=/nonexistent";

    private const string Hostile =
        """{"Logging": {"LogLevel": {"Default": "None"}}, "urls": "ADDRESS", "Kestrel": {"Endpoints": {"X": {"Url": "ADDRESS"}}}}""";

    [Theory]
    [InlineData("observe")]
    [InlineData("act")]
    public async Task Nothing_but_the_documented_sources_is_read(string mode)
    {
        await using var folder = await LabFolder.CreateAsync();
        var foreign = FreePort.Find();
        var settings = Hostile.Replace("ADDRESS", $"http://127.0.0.1:{foreign}", StringComparison.Ordinal);
        await folder.WriteAsync("appsettings.json", settings);
        await folder.WriteAsync("appsettings.Development.json", settings);
        await using var exporter = await ExporterProcess.StartAsync(folder, Host.Binary, new ExporterOptions(Nobody)
        {
            Mode = mode,
            Environment = new Dictionary<string, string>
            {
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{foreign}",
                ["ASPNETCORE_HTTP_PORTS"] = $"{foreign}",
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "NoSuchAssembly",
                ["ASPNETCORE_CONTENTROOT"] = "/nonexistent",
                ["DOTNET_ENVIRONMENT"] = "Development",
                ["DOTNET_CONTENTROOT"] = "/nonexistent",
                ["DOTNET_hostBuilder__reloadConfigOnChange"] = "true",
                ["Logging__LogLevel__Default"] = "None",
                ["LOGGING__LOGLEVEL__BALLOONEXPORTER"] = "None",
                ["Kestrel__Endpoints__Y__Url"] = $"http://127.0.0.1:{foreign}",
                ["AllowedHosts"] = "nobody",
            },
        });

        Assert.Contains(exporter.Lines, line => line.Text.Contains($"msg=Listening address={exporter.Address.AbsoluteUri.TrimEnd('/')} ", StringComparison.Ordinal));
        using var client = new HttpClient();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri($"http://127.0.0.1:{foreign}/")));

        // What is written there while it runs is not noticed either.
        await folder.WriteAsync("appsettings.json", settings.Replace("None", "Critical", StringComparison.Ordinal));
        Assert.Equal(System.Net.HttpStatusCode.OK, (await exporter.GetAsync("/-/healthy")).Status);
        Assert.Equal(0, Watches(exporter.ProcessId));
    }

    [Theory]
    [InlineData("observe")]
    [InlineData("act")]
    public async Task Its_working_directory_is_not_watched(string mode)
    {
        await using var folder = await LabFolder.CreateAsync();
        await using var exporter = await ExporterProcess.StartAsync(folder, Host.Binary, new ExporterOptions(Nobody)
        {
            Mode = mode,
            Launcher = ["sh", "-c", "cd / && exec \"$@\"", "sh"],
        });

        Assert.Equal(0, Watches(exporter.ProcessId));
    }

    [Fact]
    public async Task An_argument_is_not_the_name_of_a_file_of_arguments()
    {
        await using var folder = await LabFolder.CreateAsync();
        var file = await folder.WriteAsync("arguments", "--version\n");

        Assert.Equal(2, (await Command.RunAsync(Host.Binary, "@" + file)).Code);
    }

    private static int Watches(int processId) => Directory.GetFiles($"/proc/{processId}/fdinfo").Sum(Watches);

    private static int Watches(string descriptor)
    {
        try
        {
            return File.ReadLines(descriptor).Count(line => line.StartsWith("inotify", StringComparison.Ordinal));
        }
        catch (FileNotFoundException)
        {
            // Closed since the folder was read.
            return 0;
        }
    }
}
