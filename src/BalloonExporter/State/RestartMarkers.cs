using System.Text.Json;
using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;
using BalloonExporter.Core.Restarts;
using BalloonExporter.Options;

namespace BalloonExporter.State;

/// <summary>
/// One file for each restart under way, in the runtime folder: it outlives the exporter, not the boot, after which the hypervisor's autostart decides.
/// </summary>
internal sealed partial class RestartMarkers(ExporterOptions options, SteadyClock clock, ILogger<RestartMarkers> log) : IRestartMarkers
{
    private const int MostBytes = 16 * Kib.Bytes;

    private const string Suffix = ".json";

    private const string OverSuffix = ".over";

    // Two clocks cannot be read at once.
    private static readonly TimeSpan ClockError = TimeSpan.FromSeconds(1);

    private readonly StateFolder _folder = new(Path.Combine(options.RuntimeFolder.FullName, "restarts"));

    public void Write(Restart restart) => Write(restart, Suffix);

    public void Remember(Restart restart)
    {
        try
        {
            Write(restart, OverSuffix);
        }
        catch (IOException exception)
        {
            NotRemembered(restart.Uuid, exception.Message);
        }
    }

    private void Write(Restart restart, string suffix)
    {
        _folder.Create();
        var (now, boot) = (clock.Now, BootTime.Now());
        _folder.Write(restart.Uuid + suffix, JsonSerializer.SerializeToUtf8Bytes(
            new SavedRestart(boot.Boot, restart.Name, restart.By, restart.Mode, restart.Phase)
            {
                RequestedAt = Seconds(restart.RequestedAt),
                Since = Seconds(restart.Since),
                DeadlineSeconds = restart.Deadline.TotalSeconds,
                Instance = restart.Instance,
                IsForced = restart.IsForced,
                Left = restart.Left,
                Tries = restart.Tries,
                Problem = restart.Problem is { } problem ? TextBounds.Cut(problem) : null,
            },
            RestartMarkerJson.Default.SavedRestart));

        double Seconds(Moment at) => (boot.Elapsed + (at - now)).TotalSeconds;
    }

    public void Remove(Guid uuid) => Delete(uuid + Suffix);

    private void Delete(string name)
    {
        try
        {
            _folder.Delete(name);
        }
        catch (IOException exception)
        {
            // A marker of a restart that is over is settled by the next process: the domain runs with another instance.
            NotRemoved(name, exception.Message);
        }
    }

    public IReadOnlyList<Restart> Read() => Read(Suffix);

    public IReadOnlyList<Restart> ReadRemembered()
    {
        var restarts = Read(OverSuffix).ToLookup(restart => clock.Now - restart.RequestedAt < RestartLimits.PerDomain);
        foreach (var old in restarts[false])
            Delete(old.Uuid + OverSuffix);
        return [.. restarts[true]];
    }

    private List<Restart> Read(string suffix)
    {
        var restarts = new List<Restart>();
        try
        {
            foreach (var name in _folder.Names().Where(name => name.EndsWith(suffix, StringComparison.Ordinal)))
                Read(name, suffix, restarts);
        }
        catch (IOException exception)
        {
            Unreadable(_folder.Path, exception.Message);
        }

        return restarts;
    }

    private void Read(string name, string suffix, List<Restart> restarts)
    {
        try
        {
            var uuid = Guid.ParseExact(name[..^suffix.Length], "D");
            var content = _folder.Read(name, MostBytes) ?? throw new FormatException("it is gone");
            var saved = JsonSerializer.Deserialize(content, RestartMarkerJson.Default.SavedRestart) ?? throw new FormatException("it is empty");
            if (!Enum.IsDefined(saved.Mode) || !Enum.IsDefined(saved.Phase))
                throw new FormatException("it has an unknown mode or phase");
            var (now, boot) = (clock.Now, BootTime.Now());
            if (saved.Boot != boot.Boot)
                throw new FormatException("it is of another boot");
            restarts.Add(new Restart
            {
                Uuid = uuid,
                Name = saved.Name,
                By = saved.By,
                Mode = saved.Mode,
                Phase = saved.Phase,
                RequestedAt = At(saved.RequestedAt),
                Since = At(saved.Since),
                Deadline = saved.DeadlineSeconds is >= 0 and <= 86400 ? TimeSpan.FromSeconds(saved.DeadlineSeconds) : throw new FormatException("it has an impossible deadline"),
                Instance = saved.Instance,
                IsForced = saved.IsForced,
                Left = saved.Left,
                Tries = saved.Tries,
                Problem = saved.Problem,
            });

            Moment At(double seconds) => seconds >= 0 && seconds <= (boot.Elapsed + ClockError).TotalSeconds
                ? now - (boot.Elapsed - TimeSpan.FromSeconds(seconds))
                : throw new FormatException("it has impossible times");
        }
        catch (Exception exception) when (exception is FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            Unreadable(Path.Combine(_folder.Path, name), exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The marker of a restart that is over could not be removed")]
    private partial void NotRemoved(string file, string err);

    [LoggerMessage(LogLevel.Warning, "A restart that is over could not be kept: the next process may restart its domain again within a minute")]
    private partial void NotRemembered(Guid uuid, string err);

    [LoggerMessage(LogLevel.Error, "The marker of a restart cannot be read: see whether that server runs, start it if it does not, and remove the file")]
    private partial void Unreadable(string file, string err);
}

/// <summary>A restart as its marker has it. Times are seconds since the boot.</summary>
internal sealed record SavedRestart(string Boot, string Name, string By, RestartMode Mode, RestartPhase Phase)
{
    public required double RequestedAt { get; init; }

    public required double Since { get; init; }

    public required double DeadlineSeconds { get; init; }

    public required int Instance { get; init; }

    public bool IsForced { get; init; }

    public bool Left { get; init; }

    public int Tries { get; init; }

    public string? Problem { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedRestart))]
internal sealed partial class RestartMarkerJson : JsonSerializerContext;
