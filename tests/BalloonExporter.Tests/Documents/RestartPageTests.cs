using BalloonExporter.Core.Model;

namespace BalloonExporter.Tests.Documents;

/// <summary>The page on restarts names every reason and every state.</summary>
public sealed class RestartPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "restarts.md"));

    public static TheoryData<string> Labels { get; } =
    [
        .. Enum.GetValues<RestartRefusal>().Select(reason => reason.ToLabel()),
        .. Enum.GetValues<RestartPhase>().Where(phase => phase is not (RestartPhase.Failed or RestartPhase.Commanding)).Select(phase => phase.ToLabel()),
    ];

    [Theory]
    [MemberData(nameof(Labels))]
    public void It_names_every_reason_and_every_state(string label) => Assert.Contains(label, Page, StringComparison.Ordinal);
}
