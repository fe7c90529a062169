using System.CommandLine;
using System.Text;

namespace ExporterToolkit.Configuration;

/// <summary>The manual page of a program, from its command line, in the language of man(7).</summary>
/// <param name="program">Name and description.</param>
/// <param name="version">The program's version.</param>
/// <param name="root">Its command line.</param>
/// <param name="variables">Names the environment variable of an option; null: it has none.</param>
internal sealed class ManualPage(ProgramInfo program, string version, RootCommand root, Func<string, string?> variables)
{
    private readonly StringBuilder _page = new();

    public string Write()
    {
        var (name, shown) = (Text(program.Name), new ShownCommand("", root));
        var paragraphs = program.Description.Split('\n');
        // Without a date: equal sources give equal pages.
        Line($".TH {name.ToUpperInvariant()} 1 \"\" \"{Text($"{program.Name} {version}")}\" \"User Commands\"");
        Section("NAME");
        Line($"{name} \\- {Text(FirstSentence(paragraphs[0]))}");
        Section("SYNOPSIS");
        Line($"\\fB{name}\\fR [\\fIOPTION\\fR]...");
        foreach (var command in shown.WithAllBelow().Where(command => command.Path.Length > 0 && !command.Subcommands.Any()))
        {
            Line(".br");
            Line(Synopsis(command));
        }

        Section("DESCRIPTION");
        foreach (var paragraph in paragraphs)
            Paragraph(paragraph);
        Section("OPTIONS");
        foreach (var option in shown.Options)
            Describe(option, variables(option.Name));
        Section("COMMANDS");
        foreach (var command in shown.WithAllBelow().Skip(1))
            Describe(command);
        return _page.ToString();
    }

    // Ends at a full stop before a space or at the end: not within the name of a file.
    internal static string FirstSentence(string text) => text.Split(". ")[0].TrimEnd('.');

    private void Describe(ShownCommand command)
    {
        Line($".SS {Text($"{program.Name} {command.Path}")}");
        Line(Text(command.Description));
        foreach (var argument in command.Arguments)
        {
            Line(".TP");
            Line($"\\fI{Text(argument.HelpName ?? argument.Name)}\\fR");
            Line(Text(argument.Description ?? ""));
        }

        foreach (var option in command.Options)
            Describe(option, variable: null);
    }

    private void Describe(ShownOption option, string? variable)
    {
        Line(".TP");
        Line(string.Join(", ", option.Names.Select(name => $"\\fB{Text(name)}\\fR")) + (option.Value is { } value ? $"=\\fI{Text(value)}\\fR" : ""));
        Line(Text(option.Description));
        if (variable is not null)
        {
            Line(".br");
            Line($"Environment: {Text(variable)}");
        }
    }

    private string Synopsis(ShownCommand command)
    {
        var arguments = command.Arguments.Select(argument => $" \\fI{Text(argument.HelpName ?? argument.Name)}\\fR{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}");
        return $"\\fB{Text($"{program.Name} {command.Path}")}\\fR [\\fIOPTION\\fR]...{string.Concat(arguments)}";
    }

    private void Section(string name) => Line($".SH {name}");

    private void Paragraph(string text)
    {
        Line(".PP");
        Line(Text(text));
    }

    private void Line(string text) => _page.Append(text).Append('\n');

    // A quote or a dash of its own, not a typographic one; no text starts a request.
    private static string Text(string text)
    {
        var escaped = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("'", "\\(aq", StringComparison.Ordinal)
            .Replace("`", "\\(ga", StringComparison.Ordinal).Replace("^", "\\(ha", StringComparison.Ordinal).Replace("~", "\\(ti", StringComparison.Ordinal).Replace('\n', ' ');
        return escaped.StartsWith('.') ? "\\&" + escaped : escaped;
    }
}
