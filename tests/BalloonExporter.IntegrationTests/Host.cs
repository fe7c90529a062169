using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>A private libvirt daemon for one class of tests, and the published binary under test.</summary>
/// <remarks>Classes run side by side, a few at a time: they wait for guests more than they work.</remarks>
public sealed class Host : IAsyncLifetime
{
    private const string BinaryVariable = "BALLOON_LAB_BINARY";

    private LabFolder? _folder;
    private PrivateLibvirt? _libvirt;

    /// <summary>The Native AOT binary, as users run it.</summary>
    public static string Binary
    {
        get
        {
            var path = Environment.GetEnvironmentVariable(BinaryVariable) ?? Repository.PathOf("artifacts", "publish", "balloon-exporter");
            return File.Exists(path)
                ? path
                : throw new LabException($"{path} is missing: dotnet publish src/BalloonExporter -c Release -o artifacts/publish");
        }
    }

    public LabFolder Folder => _folder!;

    public PrivateLibvirt Libvirt => _libvirt!;

    public async Task InitializeAsync()
    {
        _folder = await LabFolder.CreateAsync();
        _libvirt = await PrivateLibvirt.StartAsync(_folder);
    }

    public async Task DisposeAsync()
    {
        if (_libvirt is not null)
            await _libvirt.DisposeAsync();
        if (_folder is not null)
            await _folder.DisposeAsync();
    }

    /// <summary>Starts an exporter in act mode with a token, as a user would on a shared network.</summary>
    public Task<ExporterProcess> StartActingExporterAsync(string? budget = null, params string[] arguments) => LaunchActingExporterAsync([], budget, arguments);

    /// <summary>Starts it through a command that runs it.</summary>
    public async Task<ExporterProcess> LaunchActingExporterAsync(IReadOnlyList<string> launcher, string? budget = null, params string[] arguments)
    {
        var token = await Folder.WriteAsync("token", "correct-horse-battery-staple\n");
        return await ExporterProcess.StartAsync(Folder, Binary, new ExporterOptions(Libvirt.Uri)
        {
            Mode = "act",
            Budget = budget,
            TokenFile = token,
            Grace = "8s",
            Launcher = launcher,
            Arguments = arguments,
        });
    }
}
