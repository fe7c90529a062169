using System.Security.Cryptography;

namespace BalloonExporter.Lab.Demo;

/// <summary>The customers' page of the demo, and links to it, which the exporter's own command signs.</summary>
internal sealed class DemoCustomerPage(string exporter, string libvirtUri, string keyFile, int port)
{
    private const int KeyCharacters = 64;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>What the exporter is started with.</summary>
    public IReadOnlyList<string> Flags => [$"--customer.listen-address=127.0.0.1:{port}", $"--customer.key-file={keyFile}"];

    public static async Task<DemoCustomerPage> PrepareAsync(LabFolder folder, string exporter, string libvirtUri) =>
        new(exporter, libvirtUri, await folder.WriteAsync("links.key", RandomNumberGenerator.GetHexString(KeyCharacters, lowercase: true)), FreePort.Find());

    /// <summary>A link to the page of one domain, and how to make another.</summary>
    public async Task<IReadOnlyList<string>> TellAsync(string domain, CancellationToken cancel)
    {
        IReadOnlyList<string> arguments =
            ["link", domain, $"--libvirt.uri={libvirtUri}", $"--customer.key-file={keyFile}", "--may=read,policy,restart,force", $"--url=http://localhost:{port}"];
        var link = await ShortCommand.RunAsync(exporter, arguments, Limit, cancel);
        return
        [
            $"the page of {domain}'s customer, once within five minutes: {link.Trim()}",
            $"another link: {exporter} {string.Join(' ', arguments.Select(argument => argument.Contains('?', StringComparison.Ordinal) ? $"'{argument}'" : argument))}",
        ];
    }
}
