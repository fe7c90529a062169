using System.Security.Cryptography;
using ExporterToolkit.Files;

namespace BalloonExporter.Cli;

/// <summary>The files that act mode needs. What is there already is kept as it is.</summary>
/// <param name="root">Folder that counts as /.</param>
/// <param name="user">User that the exporter runs as.</param>
/// <param name="group">Group that may read token and keys.</param>
internal sealed class ActSetup(string root, string user, uint group)
{
    private const string RuleResource = "setup/polkit.rules";
    private const string Keys = "- {name: alertmanager, file: alertmanager.token, may: [feedback]}\n";
    private const int TokenBytes = 32;

    // Readable for the exporter's group, not for others; writable for root only, or the exporter refuses them.
    private const UnixFileMode Secret = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;
    private const UnixFileMode Public = Secret | UnixFileMode.OtherRead;

    private readonly string _polkit = Path.Combine(root, "etc/polkit-1/rules.d");
    private readonly string _configuration = Path.Combine(root, "etc/balloon-exporter");

    public string TokenFile => Path.Combine(_configuration, "alertmanager.token");

    public string KeysFile => Path.Combine(_configuration, "api-keys.yml");

    public string RuleFile => Path.Combine(_polkit, "50-balloon-exporter.rules");

    /// <summary>Why nothing can be set up; null when it can.</summary>
    public string? Problem => Directory.Exists(_polkit) ? null : $"{_polkit} does not exist: install polkit (polkitd), which libvirt asks who may manage it";

    /// <summary>Writes what is missing, the rule last. Returns each file, and whether it was written.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    public IEnumerable<(string Path, bool Written)> Apply()
    {
        Directory.CreateDirectory(_configuration);
        yield return (TokenFile, Write(TokenFile, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes)) + "\n", Secret));
        yield return (KeysFile, Write(KeysFile, Keys, Secret));
        yield return (RuleFile, Write(RuleFile, Rule(), Public));
    }

    private bool Write(string path, string text, UnixFileMode mode)
    {
        if (Path.Exists(path))
            return false;
        // Complete before it has its name: polkitd and the exporter read it at once.
        var beside = $"{path}.new";
        File.Delete(beside);
        using (var writer = new StreamWriter(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
            writer.Write(text);
        // Whatever the umask is.
        UnixFiles.ChangeMode(beside, mode);
        if (mode == Secret)
            UnixFiles.ChangeGroup(beside, group);
        File.Move(beside, path);
        return true;
    }

    private string Rule()
    {
        using var reader = new StreamReader(typeof(ActSetup).Assembly.GetManifestResourceStream(RuleResource)!);
        return reader.ReadToEnd().Replace("subject.user == \"balloon-exporter\"", $"subject.user == \"{user}\"", StringComparison.Ordinal);
    }
}
