using System.Text;

namespace ExporterToolkit.Configuration;

/// <summary>Completion for zsh, from the command line. The file is named like the function and lies in a folder of <c>fpath</c>.</summary>
internal static class ZshCompletion
{
    /// <param name="program">The program's name.</param>
    /// <param name="root">Its command line.</param>
    public static string Write(string program, ShownCommand root)
    {
        var commands = root.WithAllBelow().ToList();
        var text = new StringBuilder();
        text.Append(
            $$"""
            #compdef {{program}}
            # Completion of {{program}} for zsh. Made by: {{program}} --completion-script=zsh
            _{{program}}() {
                local at= option= word
                local -a offered
                for word in "${(@)words[2,CURRENT-1]}"; do
                    case "$at $word" in

            """);
        foreach (var command in commands.Skip(1))
            text.Append($"            ('{BashCompletion.PatternOf(command)}') at='{command.Path}' ;;\n");
        text.Append(
            """
                    esac
                done
                if [[ $PREFIX == --*=* ]]; then
                    option=${PREFIX%%=*}
                    compset -P '*='
                elif [[ ${words[CURRENT-1]} == --* ]]; then
                    option=${words[CURRENT-1]}
                fi
                case "$at $option" in

            """);
        foreach (var (command, option) in commands.SelectMany(command => command.UsableOptions.Where(option => option.Value is not null).Select(option => (command, option))))
            text.Append($"        ('{command.Path} {option.Name}') {ValuesOf(option)}return ;;\n");
        text.Append("    esac\n    case $at in\n");
        foreach (var command in commands)
            Offer(text, command);
        text.Append(
            $$"""
                esac
            }
            if [[ ${funcstack[1]} == _{{program}} ]]; then _{{program}} "$@"; else compdef _{{program}} {{program}}; fi

            """);
        return text.ToString();
    }

    private static void Offer(StringBuilder text, ShownCommand command)
    {
        text.Append($"        ('{command.Path}')\n");
        Describe(text, "-t commands command offered", command.Subcommands.Select(each => Item(each.Command.Name, each.Description)));
        Describe(text, "-o -t options option offered", command.UsableOptions.Where(option => option.Value is null).Select(Item));
        Describe(text, "-o -t values option offered -S =", command.UsableOptions.Where(option => option.Value is not null).Select(Item));
        if (command.Arguments.Any(argument => typeof(FileInfo).IsAssignableFrom(argument.ValueType.GetElementType() ?? argument.ValueType)))
            text.Append("            _files\n");
        text.Append("            ;;\n");
    }

    private static void Describe(StringBuilder text, string arguments, IEnumerable<string> items)
    {
        var list = string.Join(' ', items);
        if (list.Length > 0)
            text.Append($"            offered=({list})\n            _describe {arguments}\n");
    }

    private static string Item(ShownOption option) => Item(option.Name, option.Description);

    private static string Item(string name, string description) =>
        $"'{name}:{ManualPage.FirstSentence(description).Replace("'", @"'\''", StringComparison.Ordinal).Replace('\n', ' ')}'";

    private static string ValuesOf(ShownOption option)
    {
        if (option.TakesFolder)
            return "_files -/; ";
        if (option.TakesFile)
            return "_files; ";
        return option.Choices.Count > 0 ? $"compadd -- {string.Join(' ', option.Choices)}; " : "";
    }
}
