using System.CommandLine;
using BalloonExporter.Options;
using BalloonExporter.Options.Flags;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Cli;

/// <summary>Options of commands that ask a running exporter: its UNIX socket, or an address with a token.</summary>
internal sealed class ApiTarget
{
    private readonly ApiFlags _api = new();

    private readonly Option<Uri> _url = new("--url")
    {
        Description = "Address of the exporter, for example https://host:10177. Default: its UNIX socket on this host.",
        HelpName = "URL",
        CustomParser = result => FlagValue.Reference(
            result,
            text => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null,
            "an address such as https://host:10177"),
    };

    private readonly Option<FileInfo> _tokenFile = new("--token-file") { Description = "File with a bearer token that has the scope. Default: none.", HelpName = "FILE" };

    private readonly Option<FileInfo> _caFile = new("--ca-file") { Description = "Certificates to trust for --url. Default: the system's.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_api.Socket, _url, _tokenFile, _caFile])
            command.Options.Add(option);
    }

    /// <summary>A client of that exporter.</summary>
    /// <exception cref="IOException">A file cannot be read or holds something else.</exception>
    public ApiClient Connect(ParseResult result)
    {
        var token = result.GetValue(_tokenFile) is { } file
            ? TokenFile.TryRead(file.FullName, out var text) is { } problem ? throw new IOException($"--token-file: {problem}") : text
            : null;
        return result.GetValue(_url) is { } url
            ? ApiClient.Over(url, token, result.GetValue(_caFile)?.FullName)
            : ApiClient.Over(_api.Read(result, new ExporterOptions()).Api.Socket ?? ApiOptions.DefaultSocket, token);
    }
}
