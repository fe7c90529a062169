using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>Changes of a domain's policy, for people or programs.</summary>
internal sealed record PolicyHistoryReport(IReadOnlyList<PolicyEditReport> Changes)
{
    public static PolicyHistoryReport Of(IEnumerable<PolicyEdit> edits) => new([.. edits.Select(PolicyEditReport.Of)]);
}

/// <summary>One change.</summary>
internal sealed record PolicyEditReport
{
    /// <summary>When it was made, or noticed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>A caller and its address; <c>libvirt</c>: made by virsh, the command line or another program.</summary>
    public required string By { get; init; }

    /// <summary>The policy before; absent when there was none.</summary>
    public PolicySpecReport? Before { get; init; }

    /// <summary>The policy after; absent when there was none any more.</summary>
    public PolicySpecReport? After { get; init; }

    public static PolicyEditReport Of(PolicyEdit edit) =>
        new() { At = edit.At, By = edit.By, Before = PolicySpecReport.Of(edit.Before), After = PolicySpecReport.Of(edit.After) };
}
