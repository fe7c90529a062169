using System.Text;

namespace ExporterToolkit.Configuration;

/// <summary>Completion for bash, from the command line: needs nothing but bash itself.</summary>
internal static class BashCompletion
{
    /// <param name="program">The program's name.</param>
    /// <param name="root">Its command line.</param>
    public static string Write(string program, ShownCommand root)
    {
        var commands = root.WithAllBelow().ToList();
        var function = "_" + program.Replace('-', '_');
        var text = new StringBuilder();
        text.Append(
            $$"""
            # Completion of {{program}} for bash. Made by: {{program}} --completion-script=bash
            {{function}}() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} at= option= word
                COMPREPLY=()
                # bash splits words at "=", and passes it as one.
                if [[ $current == "=" ]]; then
                    option=$previous current=
                elif [[ $previous == "=" ]]; then
                    option=${COMP_WORDS[COMP_CWORD-2]}
                elif [[ $previous == --* ]]; then
                    option=$previous
                fi
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case "$at $word" in

            """);
        foreach (var command in commands.Skip(1))
            text.Append($"            '{PatternOf(command)}') at='{command.Path}' ;;\n");
        text.Append("        esac\n    done\n    case \"$at $option\" in\n");
        foreach (var (command, option) in commands.SelectMany(command => command.UsableOptions.Where(option => option.Value is not null).Select(option => (command, option))))
            text.Append($"        '{command.Path} {option.Name}') {ValuesOf(option)}return ;;\n");
        text.Append("    esac\n    case \"$at\" in\n");
        foreach (var command in commands)
        {
            var words = command.Subcommands.Select(each => each.Command.Name)
                .Concat(command.UsableOptions.SelectMany(option => option.Names.Select(name => option.Value is null ? name : name + "=")));
            text.Append($"        '{command.Path}')\n            mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', words)}' -- \"$current\")\n");
            if (command.Arguments.Any(argument => typeof(FileInfo).IsAssignableFrom(argument.ValueType.GetElementType() ?? argument.ValueType)))
                text.Append("            if [[ $current != -* ]]; then compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); fi\n");
            text.Append("            ;;\n");
        }

        text.Append(
            $$"""
                esac
                if [[ ${COMPREPLY[0]-} == *= ]]; then compopt -o nospace 2> /dev/null; fi
            }
            complete -F {{function}} {{program}}

            """);
        return text.ToString();
    }

    /// <summary>How the words before the cursor change when this command's name comes: those of its parent, and the name.</summary>
    internal static string PatternOf(ShownCommand command) => command.Path.Contains(' ', StringComparison.Ordinal) ? command.Path : " " + command.Path;

    private static string ValuesOf(ShownOption option)
    {
        if (option.TakesFolder)
            return "compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); ";
        if (option.TakesFile)
            return "compopt -o filenames 2> /dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); ";
        return option.Choices.Count > 0 ? $"mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', option.Choices)}' -- \"$current\"); " : "";
    }
}
