using BalloonExporter.Lab;

namespace BalloonExporter.IntegrationTests;

/// <summary>A private libvirt daemon for a collection of tests, and the published binary under test.</summary>
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
    public async Task<ExporterProcess> StartActingExporterAsync(string? budget = null, params string[] arguments)
    {
        var token = await Folder.WriteAsync("token", "correct-horse-battery-staple\n");
        return await ExporterProcess.StartAsync(Folder, Binary, new ExporterOptions(Libvirt.Uri)
        {
            Mode = "act",
            Budget = budget,
            TokenFile = token,
            Grace = "8s",
            Arguments = arguments,
        });
    }
}

/// <summary>Tests that share one daemon run one after another.</summary>
[CollectionDefinition(Name)]
public sealed class OnRealGuests : ICollectionFixture<Host>
{
    public const string Name = "on real guests";
}

/// <summary>A second daemon beside the first, so that all of it takes half the time: these wait for guests more than they work.</summary>
[CollectionDefinition(Name)]
public sealed class OnOtherGuests : ICollectionFixture<Host>
{
    public const string Name = "on other guests";
}

/// <summary>The loop has a daemon of its own: it mostly waits, so the other tests can run beside it.</summary>
[CollectionDefinition(Name)]
public sealed class TheLoop : ICollectionFixture<Host>
{
    public const string Name = "the loop";
}

/// <summary>Waits for Alertmanagers that break; a daemon of its own, for the same reason.</summary>
[CollectionDefinition(Name)]
public sealed class TheMessengers : ICollectionFixture<Host>
{
    public const string Name = "the messengers";
}
