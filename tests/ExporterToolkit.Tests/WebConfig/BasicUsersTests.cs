using ExporterToolkit.WebConfig;

namespace ExporterToolkit.Tests.WebConfig;

public sealed class BasicUsersTests
{
    private const string Salted = "mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPze";

    // $2y$ is what htpasswd writes.
    [Theory]
    [InlineData("$2a$10$")]
    [InlineData("$2b$04$")]
    [InlineData("$2y$14$")]
    public void Hashes_of_other_programs_are_taken(string prefix) => Assert.Null(BasicUsers.ProblemOf(prefix + Salted));

    [Theory]
    [InlineData("$2y$03$", "has cost 3")]
    [InlineData("$2y$00$", "has cost 0")]
    [InlineData("$2y$15$", "has cost 15, expected 4 to 14")]
    [InlineData("$2y$31$", "has cost 31")]
    [InlineData("$2y$99$", "has cost 99")]
    [InlineData("$2y$1x$", "no")]
    [InlineData("$1y$10$", "no")]
    [InlineData("$2$10$$", "no")]
    [InlineData("$2y$-5$", "no")]
    public void A_hash_that_would_take_seconds_or_is_none_is_refused(string prefix, string problem) => Assert.Contains(
        problem == "no" ? "is not a bcrypt hash" : problem, BasicUsers.ProblemOf(prefix + Salted), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPz")]
    [InlineData("$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPzee")]
    [InlineData("$2y$10$mDwo.lAisC94iLAyP81MCesa29IzH37oigHC/42V2pdJlUprsJPz!")]
    public void What_is_no_hash_is_refused(string text) => Assert.NotNull(BasicUsers.ProblemOf(text));
}
