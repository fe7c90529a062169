using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;
using ExporterToolkit.Files;

namespace BalloonExporter.Options.Keys;

/// <summary>Reads the file of <c>--api.keys</c>: a list of identities with their scopes.</summary>
/// <remarks>
/// <code>
/// - {name: alertmanager, file: alertmanager.token, may: [feedback]}  # a bearer token; the path counts from this file
/// - {user: alice, may: [read, pause]}                                # a user of --web.config.file
/// - {client: panel.example, may: [read, policy]}                     # a name in a verified client certificate
/// - {uid: deploy, may: [read]}                                       # at --api.socket: a user of this machine, name or number
/// - {group: operators, may: [read, pause]}                           # at --api.socket: a group of this machine, name or number
/// </code>
/// </remarks>
internal static class KeysFile
{
    private const int LongestName = 64;

    // Bytes: thousands of entries.
    private const int LargestFile = Kib.BytesPerMiB;

    private static readonly (string Key, Proof Proof)[] Proofs =
        [("file", Proof.Token), ("user", Proof.User), ("client", Proof.Client), ("uid", Proof.Uid), ("group", Proof.Group)];

    /// <summary>Reads a file. The token files that it names are not opened.</summary>
    /// <exception cref="FormatException">All problems of the file.</exception>
    public static IReadOnlyList<Grant> Read(string path) => Parse(ReadText(path), path);

    /// <summary>The text of a file.</summary>
    /// <exception cref="FormatException">The file cannot be read, or is not trustworthy.</exception>
    public static string ReadText(string path)
    {
        SmallFile file;
        try
        {
            file = SmallFile.Read(path, LargestFile);
        }
        catch (IOException exception)
        {
            throw new FormatException(exception.Message, exception);
        }

        // A user who can write the file can grant itself every scope.
        return file.WritableByOthers is { } problem ? throw new FormatException(problem) : file.Text;
    }

    /// <summary>Reads a file and its token files. Returns all problems.</summary>
    public static IReadOnlyList<string> Check(string path, out IReadOnlyList<Grant> grants)
    {
        grants = [];
        try
        {
            grants = Read(path);
        }
        catch (FormatException exception)
        {
            return [exception.Message];
        }

        var problems = new List<string>();
        var holders = new Dictionary<string, string>();
        foreach (var grant in grants.Where(grant => grant.Proof == Proof.Token))
        {
            if (TokenFile.TryRead(grant.File!, out var token) is { } problem)
                problems.Add($"key {grant.Name}: {problem}");
            else if (!holders.TryAdd(token, grant.Name))
                problems.Add($"keys {holders[token]} and {grant.Name} have the same token");
        }

        return problems;
    }

    /// <summary>Parses the text of a file; relative paths are relative to the file.</summary>
    /// <exception cref="FormatException">All problems of the file.</exception>
    public static IReadOnlyList<Grant> Parse(string text, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (YamlDocument.ReadAny(text) is not YamlList { Items.Count: > 0 } list)
            throw new FormatException("expected a list with entries such as {name: alertmanager, file: alertmanager.token, may: [feedback]}");
        var problems = new List<string>();
        var grants = new List<Grant>();
        for (var index = 0; index < list.Items.Count; index++)
        {
            var here = new List<string>();
            var line = list.Items[index]?.Line ?? list.Line;
            if (list.Items[index] is not YamlMap map)
                here.Add($"[{index}]: expected a mapping");
            else if (ReadOne(map, $"[{index}]", folder, here) is { } grant && here.Count == 0)
                Add(grant, here);
            problems.AddRange(here.Select(problem => $"{problem} (entry at line {line})"));
        }

        return problems.Count == 0 ? grants : throw new FormatException(string.Join("; ", problems));

        void Add(Grant grant, List<string> here)
        {
            // Two entries for the same identity are ambiguous.
            if (grants.Any(other => other.Proof == grant.Proof && (grant.Id is null ? other.Name == grant.Name : other.Id == grant.Id)))
                here.Add($"duplicate entry {grant.Name}");
            grants.Add(grant);
        }
    }

    private static Grant? ReadOne(YamlMap map, string where, string folder, List<string> problems)
    {
        var section = new YamlSection(where + ".", map, problems);
        var name = section.Text("name");
        var given = Proofs.Select(each => (each.Key, each.Proof, Value: section.Text(each.Key))).Where(each => each.Value is not null).ToList();
        var may = ReadScopes(section, where, problems);
        section.RefuseTheRest();
        if (given is not [var (key, proof, value)])
        {
            problems.Add($"{where} requires one of {string.Join(", ", Proofs.Select(each => each.Key))}");
            return null;
        }

        if (proof == Proof.Token)
            return Token(name, value!, may, where, folder, problems);
        if (name is not null)
            problems.Add($"{where}.name is only for file: {key} is already a name");
        if (value!.Length == 0 || value.Any(char.IsControl))
            problems.Add($"{where}.{key} is not a name");
        return proof is Proof.Uid or Proof.Group ? Account(proof, value, may, where, problems) : new Grant(proof, value, may);
    }

    private static Grant? Token(string? name, string file, IReadOnlySet<Scope> may, string where, string folder, List<string> problems)
    {
        // The name is shown in the audit trail.
        if (name is null || name.Length is 0 or > LongestName || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_.".Contains(letter)))
        {
            problems.Add($"{where}.name must be 1 to {LongestName} letters, digits, dashes, dots or underscores");
            return null;
        }

        if (file.Length > 0 && !file.Contains('\0'))
            return new Grant(Proof.Token, name, may) { File = Path.Combine(folder, file) };
        problems.Add($"{where}.file is not a path");
        return null;
    }

    private static Grant? Account(Proof proof, string text, IReadOnlySet<Scope> may, string where, List<string> problems)
    {
        var isUser = proof == Proof.Uid;
        var word = isUser ? "uid" : "group";
        if ((isUser ? SystemAccounts.TryUser(text) : SystemAccounts.TryGroup(text)) is not { } id)
        {
            problems.Add($"{where}.{word}={text} is unknown on this machine");
            return null;
        }

        if (id == (isUser ? SystemAccounts.OverflowUid : SystemAccounts.OverflowGid))
        {
            problems.Add($"{where}.{word}={text} is the id of all unmapped users (user namespaces of containers): it identifies no user");
            return null;
        }

        return new Grant(proof, text, may) { Id = id };
    }

    private static HashSet<Scope> ReadScopes(YamlSection section, string where, List<string> problems)
    {
        var words = section.Texts("may");
        if (words is null or [])
            problems.Add($"{where}.may must be a list of {Scopes.Expected}");
        problems.AddRange((words ?? []).Where(word => Scopes.TryParse(word) is null).Select(word => $"{where}.may: {word} is not one of {Scopes.Expected}"));
        return [.. (words ?? []).Select(Scopes.TryParse).OfType<Scope>()];
    }
}
