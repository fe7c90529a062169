using BalloonExporter.Options.Keys;
using ExporterToolkit.Tests.Files;

namespace BalloonExporter.Tests.Options;

public sealed class KeysFileTests
{
    [Fact]
    public void Every_kind_of_entry_is_read()
    {
        var grants = KeysFile.Parse(
            """
            - {name: alertmanager, file: alertmanager.token, may: [feedback]}
            - {name: panel, file: /etc/panel.token, may: [read, policy, restart, force]}
            - {user: alice, may: [read, pause]}
            - {client: panel.example, may: [read]}
            - {uid: root, may: [read]}
            - {group: 1234, may: [pause]}
            """,
            "/etc/keys/api.yml");

        Assert.Equal(
            [
                "Token alertmanager /etc/keys/alertmanager.token  Feedback",
                "Token panel /etc/panel.token  Read,Policy,Restart,Force",
                "User alice   Read,Pause",
                "Client panel.example   Read",
                "Uid root  0 Read",
                "Group 1234  1234 Pause",
            ],
            grants.Select(grant => $"{grant.Proof} {grant.Name} {grant.File} {grant.Id} {string.Join(',', grant.May.Order())}"));
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault()
    {
        using var folder = new TempFolder();
        var path = folder.Write("keys.yml", "\uFEFF- {user: alice, may: [read]}");

        Assert.Equal("alice", Assert.Single(KeysFile.Read(path)).Name);
    }

    [Theory]
    [InlineData("", "expected a list")]
    [InlineData("[]", "expected a list")]
    [InlineData("keys: []", "expected a list")]
    [InlineData("- name", "expected a mapping")]
    [InlineData("- {name: a, may: [read]}", "requires one of file, user, client, uid, group")]
    [InlineData("- {name: a, file: b, user: c, may: [read]}", "requires one of file, user, client, uid, group")]
    [InlineData("- {file: b, may: [read]}", "name must be")]
    [InlineData("- {name: 'a b', file: b, may: [read]}", "name must be")]
    [InlineData("- {name: \"a\\n\", file: b, may: [read]}", "name must be")]
    [InlineData("- {name: a, file: '', may: [read]}", "file is not a path")]
    [InlineData("- {name: a, file: b}", "may must be a list")]
    [InlineData("- {name: a, file: b, may: []}", "may must be a list")]
    [InlineData("- {name: a, file: b, may: read}", "expected a list of strings")]
    [InlineData("- {name: a, file: b, may: [READ]}", "READ is not one of read, feedback, policy, pause, restart, force")]
    [InlineData("- {name: a, file: b, may: [all]}", "all is not one of")]
    [InlineData("- {name: a, file: b, may: [read], can: [pause]}", "unknown key [0].can")]
    [InlineData("- {name: a, user: b, may: [read]}", "name is only for file")]
    [InlineData("- {user: '', may: [read]}", "user is not a name")]
    [InlineData("- {uid: no-such-user, may: [read]}", "unknown on this machine")]
    [InlineData("- {uid: -1, may: [read]}", "unknown on this machine")]
    [InlineData("- {uid: 4294967295, may: [read]}", "unknown on this machine")]
    [InlineData("- {group: no-such-group, may: [read]}", "unknown on this machine")]
    [InlineData("- {uid: 65534, may: [read]}", "identifies no user")]
    [InlineData("- {group: 65534, may: [read]}", "identifies no user")]
    [InlineData("- {name: a, file: b, may: [read]}\n- {name: a, file: c, may: [read]}", "duplicate entry a")]
    [InlineData("- {uid: root, may: [read]}\n- {uid: 0, may: [pause]}", "duplicate entry 0")]
    [InlineData("- {user: a, may: [read]}\n- {user: a, may: [pause]}", "duplicate entry a")]
    [InlineData("- {name: a", "line")]
    public void What_is_wrong_is_named(string text, string named) =>
        Assert.Contains(named, Assert.Throws<FormatException>(() => KeysFile.Parse(text, "/keys.yml")).Message, StringComparison.Ordinal);

    [Fact]
    public void Everything_that_is_wrong_is_named_at_once_with_its_line()
    {
        var message = Assert.Throws<FormatException>(() => KeysFile.Parse("- {name: a, file: b, may: [x]}\n- {uid: 0, may: [y]}\n", "/keys.yml")).Message;

        Assert.Contains("[0].may: x is not one of", message, StringComparison.Ordinal);
        Assert.Contains("[1].may: y is not one of", message, StringComparison.Ordinal);
        Assert.Contains("(entry at line 2)", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("absent")]
    [InlineData("folder")]
    [InlineData("pipe")]
    [InlineData("endless")]
    [InlineData("circle")]
    [InlineData("huge")]
    public void A_path_that_leads_to_no_file_is_told_and_never_waited_for(string kind)
    {
        using var folder = new TempFolder();
        var path = folder.Strange(kind);

        Assert.Contains(path, Assert.Throws<FormatException>(() => KeysFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_others_may_write_is_refused()
    {
        using var folder = new TempFolder();
        var path = folder.Write("keys.yml", "- {uid: 0, may: [read]}", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);

        Assert.Contains("chmod go-w", Assert.Throws<FormatException>(() => KeysFile.Read(path)).Message, StringComparison.Ordinal);
    }
}
