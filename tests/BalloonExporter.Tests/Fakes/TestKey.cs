using BalloonExporter.Options;

namespace BalloonExporter.Tests.Fakes;

/// <summary>A key for tests that are about something else: reads, posts feedback, changes policies and pauses.</summary>
internal static class TestKey
{
    public const string Token = "correct-horse-battery-staple";

    private static readonly Lazy<FileInfo> File = new(Write);

    /// <summary>How the audit trail names its holder over loopback.</summary>
    public const string AskedBy = "token@127.0.0.1";

    /// <summary>The same options with this key, if they have none.</summary>
    public static ExporterOptions AddTo(ExporterOptions options) =>
        HasKeys(options) ? options : options with { TokenFile = File.Value };

    public static bool HasKeys(ExporterOptions options) =>
        options.TokenFile is not null || options.Api.KeysFile is not null || options.FeedbackUsers.Count > 0 || options.FeedbackClientNames.Count > 0;

    private static FileInfo Write()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("balloon").FullName, "token");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        System.IO.File.WriteAllText(path, Token);
        return new FileInfo(path);
    }
}
