namespace ExporterToolkit.Configuration;

/// <summary>Settings of a program that are no options: sections of its configuration file, and what its environment hands it.</summary>
/// <typeparam name="TOptions">All settings of the program; immutable.</typeparam>
public interface IOtherSettings<TOptions>
{
    /// <summary>Reads the environment, once, before the file.</summary>
    void ReadEnvironment(IReadOnlyDictionary<string, string> environment, List<string> problems);

    /// <summary>Takes a key of the file that belongs to a section.</summary>
    /// <param name="key">The key; those of nested mappings are joined with dots.</param>
    /// <param name="value">Its value; null: none.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="problems">Gets what is wrong with the value.</param>
    /// <returns>Whether the key belongs to a section. A mapping that is not taken as a whole is offered key by key.</returns>
    bool TryTake(string key, YamlNode? value, FilePlace place, List<string> problems);

    /// <summary>Ends the sections. Called after the last key.</summary>
    void EndFile(List<string> problems);

    /// <summary>Returns the settings with these.</summary>
    TOptions AddTo(TOptions options);
}
