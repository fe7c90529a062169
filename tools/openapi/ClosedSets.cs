using BalloonExporter.Core.Model;

namespace BalloonExporter.OpenApi;

/// <summary>The labels of Core's enumerations that the API speaks of.</summary>
internal static class ClosedSets
{
    private static readonly Dictionary<Type, (string Name, IReadOnlyList<string> Values)> Sets = new()
    {
        [typeof(Verdict)] = ("Verdict", [.. Enum.GetValues<Verdict>().Select(Labels.ToLabel)]),
        [typeof(DecisionReason)] = ("Reason", [.. Enum.GetValues<DecisionReason>().Select(Labels.ToLabel)]),
        [typeof(ReflexCause)] = ("Cause", [.. Enum.GetValues<ReflexCause>().Select(Labels.ToLabel)]),
        [typeof(RestartMode)] = ("RestartMode", [.. Enum.GetValues<RestartMode>().Select(Labels.ToLabel)]),
        [typeof(RestartPhase)] = ("RestartPhase", [.. Enum.GetValues<RestartPhase>().Select(Labels.ToLabel)]),
        [typeof(RestartRefusal)] = ("RestartRefusal", [.. Enum.GetValues<RestartRefusal>().Select(Labels.ToLabel)]),
        [typeof(RequestOrigin)] = ("Origin", [.. Enum.GetValues<RequestOrigin>().Select(Labels.ToLabel)]),
    };

    public static IEnumerable<(string Name, IReadOnlyList<string> Values)> All => Sets.Values;

    public static string NameOf(Type values) => Sets[values].Name;
}
