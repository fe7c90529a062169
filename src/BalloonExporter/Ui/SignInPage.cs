using BalloonExporter.Options.Keys;
using BalloonExporter.Pages;

namespace BalloonExporter.Ui;

/// <summary>How a browser may get in.</summary>
/// <param name="Proofs">What proves that a caller may read.</param>
/// <param name="KeepsSecrets">Whether a key may be typed here: the way to this exporter is encrypted, or does not leave the machine.</param>
/// <param name="Domain">The domain whose page was asked for; null: that of all.</param>
internal sealed record SignInWays(IReadOnlySet<Proof> Proofs, bool KeepsSecrets, Guid? Domain);

/// <summary>The page that asks for a key. Pure.</summary>
internal static class SignInPage
{
    public const string Key = "key";
    public const string Domain = "domain";

    public static string Of(UiContext context, SignInWays ways, string problem)
    {
        var main = Html.Of(
            $"""
            <main data-signin="">
            <h1>Sign in</h1>
            <p class="warning">{problem}</p>
            {ByKey(context, ways)}{AsUser(context, ways)}</main>
            """);
        return UiFrame.Around(context, "Sign in", main);
    }

    private static Html? ByKey(UiContext context, SignInWays ways)
    {
        if (!ways.Proofs.Contains(Proof.Token))
            return null;
        if (!ways.KeepsSecrets)
        {
            return Html.Of(
                $"""
                <p>No key is asked for here: this page came over plain HTTP, on which others read along. Use TLS (<code>--web.config.file</code>), or a tunnel: <code>ssh -L 10177:localhost:10177 HOST</code>, then <code>http://localhost:10177/ui/</code>.</p>

                """);
        }

        var domain = ways.Domain is { } uuid ? Html.Of($"<input type=\"hidden\" name=\"{Domain}\" value=\"{uuid}\">\n") : null;
        return Html.Of(
            $"""
            <form method="post" action="{context.Root}signin">
            {domain}<p><label for="{Key}">API key: a token of <code>--api.keys</code> that may read</label>
            <input id="{Key}" name="{Key}" type="password" autocomplete="off" required=""></p>
            <p><button>Sign in</button></p>
            <p class="small">The session ends after 15 minutes without use, after an hour, and with the key.</p>
            </form>

            """);
    }

    private static Html? AsUser(UiContext context, SignInWays ways) =>
        ways.Proofs.Contains(Proof.User) ? Html.Of($"<p><a class=\"button\" href=\"{context.Root}user\">Sign in as a user</a></p>\n") : null;
}
