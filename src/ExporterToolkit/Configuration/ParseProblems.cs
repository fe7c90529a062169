using System.CommandLine;

namespace ExporterToolkit.Configuration;

/// <summary>What the parser found wrong with the arguments, in the words of command-line tools, with a suggestion for a mistyped name.</summary>
internal static class ParseProblems
{
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var unmatched = parsed.UnmatchedTokens.Where(token => parsed.Errors.Any(error => IsAbout(error.Message, token))).ToList();
        foreach (var error in parsed.Errors)
        {
            if (unmatched.Exists(token => IsAbout(error.Message, token)))
                continue;
            // A mistyped command is one fault, not two.
            if (unmatched.Count == 0 || error.Message != LocalizedRequiredCommand)
                yield return error.Message.TrimEnd('.');
        }

        foreach (var token in unmatched)
            yield return Unknown(token, parsed);
    }

    private const string LocalizedRequiredCommand = "Required command was not provided.";

    private static bool IsAbout(string message, string token) => message.Contains($"'{token}'", StringComparison.Ordinal);

    private static string Unknown(string token, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (!token.StartsWith('-'))
            return command.Subcommands.Count == 0 ? $"unexpected argument {Excerpt.Of(token)}" : Text("command", token, command.Subcommands.Select(each => each.Name));
        var options = command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options).Where(option => option.Recursive));
        return Text("option", token.Split('=')[0], options.SelectMany(option => option.Aliases.Append(option.Name)));
    }

    private static string Text(string kind, string name, IEnumerable<string> known) => Suggestion.For(name, known) is { } meant
        ? $"unknown {kind} {Excerpt.Of(name)} (did you mean {meant}?)"
        : $"unknown {kind} {Excerpt.Of(name)}";
}
