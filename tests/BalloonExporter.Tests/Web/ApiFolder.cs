using System.Net.Sockets;
using BalloonExporter.Options;

namespace BalloonExporter.Tests.Web;

/// <summary>A folder with a keys file, its token files and the API's UNIX socket.</summary>
internal sealed class ApiFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("balloon").FullName;

    public string KeysFile => PathOf("keys.yml");

    public string Socket => PathOf("api.sock");

    public string PathOf(string name) => Path.Combine(_path, name);

    /// <summary>Writes a token file and returns the entry for it.</summary>
    public string Key(string name, string token, string scopes)
    {
        File.WriteAllText(PathOf(name), token);
        return $"- {{name: {name}, file: {name}, may: [{scopes}]}}";
    }

    public ApiOptions Options(string? keys)
    {
        if (keys is not null)
            File.WriteAllText(KeysFile, keys);
        return new ApiOptions { KeysFile = keys is null ? null : new FileInfo(KeysFile), Socket = Socket, SocketIsNamed = true };
    }

    /// <summary>A client of the socket.</summary>
    public HttpClient Client()
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return new HttpClient(handler) { BaseAddress = new Uri("http://localhost/") };
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
