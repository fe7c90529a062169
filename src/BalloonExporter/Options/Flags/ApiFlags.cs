using System.CommandLine;
using System.Text;
using BalloonExporter.Options.Keys;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Options.Flags;

/// <summary>Options of the API's keys and socket.</summary>
internal sealed class ApiFlags : IFlagGroup<ExporterOptions>
{
    private const string Off = "off";

    // Size of sockaddr_un.sun_path without the terminating zero: unix(7).
    private const int LongestPath = 107;

    private readonly Option<FileInfo> _keys = new("--api.keys")
    {
        Description = "YAML file with API keys and their scopes: [{name: alertmanager, file: TOKENFILE, may: [feedback]}]. Scopes: read, feedback, policy, pause, " +
            "restart, force. Instead of file and name: user, client, uid or group. Read again when it or a token file changes. Default: none.",
        HelpName = "FILE",
    };

    private readonly Option<string> _socket = new("--api.socket")
    {
        Description = "UNIX socket that serves the API on this machine: callers are identified by their user; root and the exporter's own user have all scopes. " +
            $"off: none. Default: {ApiOptions.DefaultSocket}, if it can be created.",
        HelpName = "PATH|off",
        CustomParser = result => FlagValue.Reference(
            result, text => text == Off || IsPath(text) ? text : null, $"off or an absolute path of at most {LongestPath} bytes"),
    };

    private readonly Option<UnixFileMode?> _mode = new("--api.socket-mode")
    {
        Description = "Who may connect to the socket, as octal digits. Default: 0660.",
        HelpName = "MODE",
        CustomParser = result => FlagValue.Value(result, ReadMode, "an octal mode from 0600 to 0777"),
    };

    private readonly Option<uint?> _group = new("--api.socket-group")
    {
        Description = "Group of the socket, name or number; the exporter must belong to it. Default: the exporter's own.",
        HelpName = "GROUP",
        CustomParser = result => FlagValue.Value(result, SystemAccounts.TryGroup, "a group of this machine"),
    };

    /// <summary>The socket, the only option here that commands need.</summary>
    public Option Socket => _socket;

    public IReadOnlyList<Option> Options => [_keys, _socket, _mode, _group];

    public ExporterOptions Read(ParseResult result, ExporterOptions options)
    {
        var socket = result.GetValue(_socket);
        return options with
        {
            Api = options.Api with
            {
                KeysFile = result.GetValue(_keys),
                Socket = socket == Off ? null : socket ?? options.Api.Socket,
                SocketIsNamed = socket is not null && socket != Off,
                SocketMode = result.GetValue(_mode) ?? options.Api.SocketMode,
                SocketGroup = result.GetValue(_group),
            },
        };
    }

    public IEnumerable<string> Contradictions(ParseResult result, ExporterOptions options)
    {
        if (options.Api.KeysFile is { } file)
        {
            foreach (var problem in KeysFile.Check(file.FullName, out _))
                yield return $"--api.keys={file}: {problem}";
        }

        foreach (var option in (Option[])[_mode, _group])
        {
            if (options.Api.Socket is null && result.GetResult(option) is not null)
                yield return $"{option.Name} requires --api.socket";
        }
    }

    public IEnumerable<string> Warnings(ExporterOptions options)
    {
        if (options.Api.KeysFile is { } file)
        {
            _ = KeysFile.Check(file.FullName, out var grants);
            foreach (var warning in grants.Where(grant => grant.File is not null).Select(grant => TokenFile.WarningOf(grant.File!)).OfType<string>())
                yield return $"{_keys.Name}: {warning}";
        }

        var legacy = ((string?[])[
            options.TokenFile is null ? null : "--feedback.token-file",
            options.FeedbackUsers.Count == 0 ? null : "--feedback.user",
            options.FeedbackClientNames.Count == 0 ? null : "--feedback.client-name",
        ]).OfType<string>().ToList();
        var names = string.Join(", ", legacy);
        if (options.Api.KeysFile is not null && legacy.Count > 0)
            yield return $"{names}: no effect with --api.keys, remove it";
        else if (legacy.Count > 0)
            yield return $"{names}: deprecated, use --api.keys";
        else if (options.Api.KeysFile is null && options is { Mode: ExporterMode.Act, Alertmanager.Addresses.Count: 0 })
            yield return "No key for feedback over the network: add one to --api.keys, or poll Alertmanager with --alertmanager.url";
    }

    public IEnumerable<string> Summary(ExporterOptions options)
    {
        yield return $"API on the UNIX socket: {options.Api.Socket ?? Off}";
        if (options.Api.KeysFile is { } file)
        {
            _ = KeysFile.Check(file.FullName, out var grants);
            foreach (var grant in grants)
                yield return $"API key: {grant.Proof.ToString().ToLowerInvariant()} {grant.Name} may {string.Join(", ", grant.May.Order().Select(scope => scope.ToLabel()))}";
        }
        else if (options.TokenFile is null && options.FeedbackUsers.Count + options.FeedbackClientNames.Count == 0)
        {
            yield return "API over the network: no key, so every request is refused";
        }
    }

    private static bool IsPath(string text) =>
        Path.IsPathFullyQualified(text) && !text.EndsWith('/') && !text.Contains('\0') && Encoding.UTF8.GetByteCount(text) <= LongestPath;

    private static UnixFileMode? ReadMode(string text)
    {
        if (text.Length is < 3 or > 4 || !text.All(digit => digit is >= '0' and <= '7'))
            return null;
        var mode = (UnixFileMode)Convert.ToInt32(text, 8);
        // Without the owner's permissions only root could connect, not even to pause.
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        const UnixFileMode highest = (UnixFileMode)0b111_111_111;
        return mode <= highest && mode.HasFlag(owner) ? mode : null;
    }
}
