using BalloonExporter.WebConfig;

namespace BalloonExporter.Tests.WebConfig;

public sealed class BasicUsersTests
{
    private static readonly string AliceHash = BCrypt.Net.BCrypt.HashPassword("wonderland", 4);

    private readonly BasicUsers _users = new(new Dictionary<string, string> { ["alice"] = AliceHash });

    [Theory]
    [InlineData("alice", "wonderland", true)]
    [InlineData("alice", "Wonderland", false)]
    [InlineData("alice", "", false)]
    [InlineData("Alice", "wonderland", false)]
    [InlineData("bob", "wonderland", false)]
    [InlineData("", "", false)]
    public async Task Only_a_known_user_with_the_right_password_passes(string user, string password, bool passes)
    {
        Assert.Equal(passes, await AcceptAsync(user, password));
        Assert.Equal(passes, await AcceptAsync(user, password));
    }

    [Fact]
    public async Task The_right_password_is_computed_once()
    {
        for (var scrape = 0; scrape < 5; scrape++)
            Assert.True(await AcceptAsync("alice", "wonderland"));

        Assert.Equal(1, _users.Computed);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_user_cost_the_same()
    {
        await AcceptAsync("alice", "wonderland");
        await AcceptAsync("alice", "wrong");
        await AcceptAsync("alice", "wrong");
        await AcceptAsync("bob", "wrong");

        Assert.Equal(4, _users.Computed);
    }

    // $2y$ is what htpasswd writes.
    [Theory]
    [InlineData("$2a$")]
    [InlineData("$2b$")]
    [InlineData("$2y$")]
    public async Task Hashes_of_other_programs_are_read(string prefix)
    {
        var hash = prefix + AliceHash[4..];

        Assert.True(BasicUsers.IsHash(hash));
        Assert.True(await new BasicUsers(new Dictionary<string, string> { ["alice"] = hash }).AcceptAsync("alice", "wonderland", default));
    }

    private Task<bool> AcceptAsync(string user, string password) => _users.AcceptAsync(user, password, default);
}
