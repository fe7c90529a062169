using BalloonExporter.Api;

namespace BalloonExporter.Ui;

/// <summary>How a change ends: with the page that offered it, or with the refusal in words.</summary>
internal static class UiChange
{
    public const string NoForm = "the body is not the form of this page";

    /// <param name="context">The request.</param>
    /// <param name="result">What the API's endpoint answers.</param>
    /// <param name="back">The page that offered it. Reloading that changes nothing again.</param>
    public static Task AnswerAsync(HttpContext context, IResult result, string back)
    {
        if (result is Refusal refusal)
            return UiGate.RefuseAsync(context, refusal.Status, refusal.Error);
        Lead(context, back);
        return Task.CompletedTask;
    }

    /// <summary>Leads to another page.</summary>
    public static void Lead(HttpContext context, string where)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = where;
    }

    /// <summary>The text of a field; null: nothing is said.</summary>
    public static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
