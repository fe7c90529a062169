using ExporterToolkit.Configuration;
using ExporterToolkit.Tests.Files;

namespace ExporterToolkit.Tests.Configuration;

public sealed class TokenFileTests : IDisposable
{
    private const string Token = "correct-horse-battery-staple";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Token)]
    [InlineData(Token + "\n")]
    [InlineData("\ufeff  " + Token + " \r\n\n")]
    public void White_space_around_a_token_does_not_count(string content)
    {
        Assert.Null(TokenFile.TryRead(_folder.Write("token", content), out var token));
        Assert.Equal(Token, token);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \n\t", "is empty")]
    [InlineData("0123456789abcde", "shorter than 16 characters")]
    [InlineData("               0", "shorter than 16 characters")]
    [InlineData(Token + "\nanother-token-of-some-length\n", "more than one line")]
    [InlineData(Token + "\ranother-token-of-some-length", "more than one line")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "NUL")]
    [InlineData(Token + "\0", "NUL")]
    [InlineData("correct\thorse\tbattery\tstaple", "control character")]
    public void A_token_that_was_not_meant_is_refused_with_its_reason(string content, string reason)
    {
        Assert.Contains(reason, TokenFile.TryRead(_folder.Write("token", content), out var token), StringComparison.Ordinal);
        Assert.Empty(token);
    }

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Assert.Contains("UTF-8", TokenFile.TryRead(_folder.Write("token", [.. "correct-horse-battery"u8, 0xff, 0xfe]), out _), StringComparison.Ordinal);
        Assert.Contains("longer", TokenFile.TryRead(_folder.Write("token", new string('x', 5000)), out _), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("folder")]
    [InlineData("pipe")]
    [InlineData("endless")]
    [InlineData("nothing")]
    [InlineData("circle")]
    [InlineData("huge")]
    public async Task What_is_no_file_is_refused_and_never_waited_for(string kind)
    {
        var path = _folder.Strange(kind);

        Assert.Contains(path, await Task.Run(() => TokenFile.TryRead(path, out _)).WaitAsync(TimeSpan.FromSeconds(5)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Owner | UnixFileMode.GroupWrite)]
    [InlineData(Owner | UnixFileMode.OtherWrite)]
    [InlineData(Owner | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)]
    public void A_token_that_others_may_write_is_refused(UnixFileMode mode)
    {
        var path = _folder.Write("token", Token, mode);

        Assert.Contains("writable by others", TokenFile.TryRead(path, out _), StringComparison.Ordinal);
        Assert.Contains("writable by others", TokenFile.TryRead(path, out _, leastLength: 1), StringComparison.Ordinal);
        File.CreateSymbolicLink(_folder.PathOf("link"), path);
        Assert.Contains("writable by others", TokenFile.TryRead(_folder.PathOf("link"), out _), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Owner, false)]
    [InlineData(Owner | UnixFileMode.GroupRead, false)]
    [InlineData(Owner | UnixFileMode.OtherRead, true)]
    public void A_token_that_all_users_may_read_is_taken_with_a_warning(UnixFileMode mode, bool warned)
    {
        var path = _folder.Write("token", Token, mode);

        Assert.Null(TokenFile.TryRead(path, out _));
        Assert.Equal(warned, TokenFile.WarningOf(path)?.Contains(path, StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void The_secret_of_another_server_may_be_short() => Assert.Null(TokenFile.TryRead(_folder.Write("password", "x\n"), out _, leastLength: 1));

    [Fact]
    public void A_token_is_read_again_when_only_its_content_changed_and_refused_when_others_may_write_it()
    {
        var path = _folder.Write("token", Token, Owner);
        var token = new ReloadedToken(path);
        Assert.Equal(Token, token.Read(out _));
        var written = File.GetLastWriteTimeUtc(path);

        _folder.Write("token", new string('x', Token.Length), Owner);
        File.SetLastWriteTimeUtc(path, written);
        Assert.Equal(new string('x', Token.Length), token.Read(out var changed));
        Assert.Null(changed);

        File.SetUnixFileMode(path, Owner | UnixFileMode.OtherWrite);
        Assert.Null(token.Read(out changed));
        Assert.Contains("writable by others", changed, StringComparison.Ordinal);
        Assert.Null(token.Read(out changed));
        Assert.Null(changed);

        File.SetUnixFileMode(path, Owner);
        Assert.NotNull(token.Read(out changed));
        Assert.Equal("", changed);
    }
}
