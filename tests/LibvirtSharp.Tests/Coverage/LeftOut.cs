using System.Text.RegularExpressions;

namespace LibvirtSharp.Tests.Coverage;

/// <summary>left-out.txt: what is not bound, by group, and why.</summary>
internal sealed class LeftOut
{
    private LeftOut(Version madeAgainst, IReadOnlyList<Group> groups)
    {
        MadeAgainst = madeAgainst;
        Groups = groups;
    }

    internal Version MadeAgainst { get; }

    internal IReadOnlyList<Group> Groups { get; }

    internal static LeftOut Load()
    {
        Version? madeAgainst = null;
        var groups = new List<Group>();
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Coverage", "left-out.txt")))
        {
            if (line.StartsWith("made against libvirt ", StringComparison.Ordinal))
                madeAgainst = Version.Parse(line["made against libvirt ".Length..]);
            else if (line.Length > 0 && !line.StartsWith('#'))
                groups.Add(Group.Parse(line));
        }
        Assert.NotNull(madeAgainst);
        return new LeftOut(madeAgainst, groups);
    }

    /// <param name="Pattern">The functions; <c>*</c> stands for anything.</param>
    /// <param name="Reason">Why they are left out.</param>
    internal sealed record Group(string Pattern, string Reason)
    {
        internal static Group Parse(string line)
        {
            var parts = line.Split(" | ");
            Assert.True(parts.Length == 2 && parts[1].Trim().Length > 0, $"left-out.txt: no reason given: {line}");
            return new Group(parts[0].Trim(), parts[1].Trim());
        }

        internal bool Matches(string function) =>
            Regex.IsMatch(function, $"^{Regex.Escape(Pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$");
    }
}
