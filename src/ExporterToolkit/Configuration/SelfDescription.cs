using System.CommandLine;
using System.Reflection;

namespace ExporterToolkit.Configuration;

/// <summary>Hidden options for those who pack the program: its manual page and its completions, from the command line itself.</summary>
internal static class SelfDescription
{
    /// <param name="program">Name and description.</param>
    /// <param name="root">The command line, which may still grow.</param>
    /// <param name="variables">Names the environment variable of an option; null: it has none.</param>
    public static IReadOnlyList<Option> Options(ProgramInfo program, RootCommand root, Func<string, string?> variables)
    {
        var manual = new Option<bool>("--help-man")
        {
            Description = "Write the manual page.",
            Hidden = true,
            Arity = ArgumentArity.Zero,
            Action = new WrittenText(_ => new ManualPage(program, Version(), root, variables).Write()),
        };
        var completion = new Option<string>("--completion-script")
        {
            Description = "Write a script that completes this program's command line.",
            HelpName = "bash|zsh",
            Hidden = true,
            CustomParser = result => FlagValue.Reference(result, text => text is "bash" or "zsh" ? text : null, "bash or zsh"),
        };
        completion.Action = new WrittenText(result => result.GetValue(completion) == "zsh"
            ? ZshCompletion.Write(program.Name, new ShownCommand("", root))
            : BashCompletion.Write(program.Name, new ShownCommand("", root)));
        return [manual, completion];
    }

    // Without what the build adds to it: the commit.
    private static string Version() =>
        (Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+')[0];
}
