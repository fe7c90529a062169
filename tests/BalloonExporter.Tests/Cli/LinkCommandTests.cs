using System.CommandLine;
using BalloonExporter.Cli;
using BalloonExporter.Core.Model;
using BalloonExporter.Links;
using BalloonExporter.Options;
using BalloonExporter.Options.Keys;
using BalloonExporter.Tests.Fakes;
using Microsoft.Extensions.Logging.Abstractions;

namespace BalloonExporter.Tests.Cli;

public sealed class LinkCommandTests : IDisposable
{
    private static readonly string Domain = Snapshots.Uuid(1).ToString();

    private readonly string _folder = Directory.CreateTempSubdirectory("balloon").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_link_is_signed_with_the_secret_and_says_what_was_asked_for()
    {
        var secret = Write("secret", TestLink.Secret);

        var (code, output, errors) = Invoke(Domain, $"--customer.key-file={secret}", "--for=1m", "--may=read,restart", "--name=Shop", "--lang=de", "--customer.audience=host-1");

        Assert.Equal((0, ""), (code, errors));
        var link = Verify(output.Trim(), secret, "host-1");
        Assert.Equal((Snapshots.Uuid(1), "Shop", "de"), (link.Domain, link.Name, link.Language));
        Assert.Equal([Scope.Read, Scope.Restart], link.May.Order());
        Assert.Equal(TimeSpan.FromMinutes(1), link.ExpiresAt - link.IssuedAt);
    }

    [Fact]
    public void A_private_key_signs_for_its_public_key_and_the_address_makes_a_whole_link()
    {
        var signing = Write("private", TestLink.Elliptic.ExportPkcs8PrivateKeyPem());
        var verifying = Write("public", TestLink.Elliptic.ExportSubjectPublicKeyInfoPem());

        var (code, output, _) = Invoke(Domain, $"--signing-key={signing}", "--url=https://balloon.example/host1/");

        Assert.Equal(0, code);
        Assert.StartsWith("https://balloon.example/host1/open?token=", output, StringComparison.Ordinal);
        Assert.Equal([Scope.Read], Verify(output.Trim().Split('=')[1], verifying).May);
    }

    [Fact]
    public void A_public_key_cannot_sign_and_without_a_key_there_is_no_link()
    {
        var (code, _, errors) = Invoke(Domain, $"--customer.key-file={Write("public", TestLink.Rsa.ExportSubjectPublicKeyInfoPem())}");
        Assert.Equal(1, code);
        Assert.Contains("cannot sign", errors, StringComparison.Ordinal);

        (code, _, errors) = Invoke(Domain);
        Assert.Equal(1, code);
        Assert.Contains("a key is needed", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--for=6m")]
    [InlineData("--for=0s")]
    [InlineData("--may=pause")]
    [InlineData("--may=")]
    [InlineData("--lang=fr")]
    [InlineData("--url=balloon.example")]
    public void A_wrong_option_is_an_error(string argument) => Assert.NotEmpty(new LinkCommand().Parse([Domain, argument]).Errors);

    private static Link Verify(string token, string keys, string audience = CustomerOptions.DefaultAudience)
    {
        var options = TestOptions.Act with { Customer = new CustomerOptions { KeyFile = new FileInfo(keys), Audience = audience } };
        var (link, problem) = new LinkVerifier(options, new SteadyClock(TimeProvider.System), NullLogger<LinkVerifier>.Instance).Verify(token);
        Assert.Null(problem);
        return link!;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static (int Code, string Output, string Errors) Invoke(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = new LinkCommand().Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = errors });
        return (code, output.ToString(), errors.ToString());
    }
}
