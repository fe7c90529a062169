using System.Collections.Frozen;
using System.Text;

namespace BalloonExporter.Core.Model;

/// <summary>The spelling of closed sets in metrics, logs and answers: <c>StaleStatistics</c> is <c>stale_statistics</c>.</summary>
public static class Labels
{
    private static readonly FrozenDictionary<DecisionReason, string> Reasons = SnakeCase<DecisionReason>();
    private static readonly FrozenDictionary<Verdict, string> Verdicts = SnakeCase<Verdict>();
    private static readonly FrozenDictionary<RequestOrigin, string> Origins = SnakeCase<RequestOrigin>();
    private static readonly FrozenDictionary<RescueTrigger, string> Triggers = SnakeCase<RescueTrigger>();
    private static readonly FrozenDictionary<ReflexCause, string> Causes = SnakeCase<ReflexCause>();
    private static readonly FrozenDictionary<EmergencyTrigger, string> Emergencies = SnakeCase<EmergencyTrigger>();
    private static readonly FrozenDictionary<NotificationResult, string> Results = SnakeCase<NotificationResult>();
    private static readonly FrozenDictionary<RestartMode, string> RestartModes = SnakeCase<RestartMode>();
    private static readonly FrozenDictionary<RestartPhase, string> RestartPhases = SnakeCase<RestartPhase>();
    private static readonly FrozenDictionary<RestartRefusal, string> RestartRefusals = SnakeCase<RestartRefusal>();
    private static readonly FrozenDictionary<PowerCall, string> PowerCalls = SnakeCase<PowerCall>();
    private static readonly FrozenDictionary<DomainFailure, string> Failures = SnakeCase<DomainFailure>();
    private static readonly FrozenDictionary<MonitorCall, string> MonitorCalls = SnakeCase<MonitorCall>();
    private static readonly FrozenDictionary<StateOperation, string> StateOperations = SnakeCase<StateOperation>();
    private static readonly FrozenDictionary<CollectorName, string> Collectors = SnakeCase<CollectorName>();

    /// <summary>The label of a reason.</summary>
    public static string ToLabel(this DecisionReason reason) => Reasons[reason];

    /// <summary>The label of a verdict.</summary>
    public static string ToLabel(this Verdict verdict) => Verdicts[verdict];

    /// <summary>The label of an origin.</summary>
    public static string ToLabel(this RequestOrigin origin) => Origins[origin];

    /// <summary>The label of what made a rescue necessary.</summary>
    public static string ToLabel(this RescueTrigger trigger) => Triggers[trigger];

    /// <summary>The label of why a reflex asked.</summary>
    public static string ToLabel(this ReflexCause cause) => Causes[cause];

    /// <summary>The label of what showed an emergency.</summary>
    public static string ToLabel(this EmergencyTrigger trigger) => Emergencies[trigger];

    /// <summary>The label of the way a message was received.</summary>
    public static string ToLabel(this NotificationResult result) => Results[result];

    /// <summary>The label of what a monitor was asked.</summary>
    public static string ToLabel(this MonitorCall call) => MonitorCalls[call];

    /// <summary>The label of what was tried with the state file.</summary>
    public static string ToLabel(this StateOperation operation) => StateOperations[operation];

    /// <summary>The label of how a server is restarted.</summary>
    public static string ToLabel(this RestartMode mode) => RestartModes[mode];

    /// <summary>The label of how far a restart is.</summary>
    public static string ToLabel(this RestartPhase phase) => RestartPhases[phase];

    /// <summary>The label of why a restart was refused.</summary>
    public static string ToLabel(this RestartRefusal reason) => RestartRefusals[reason];

    /// <summary>The label of a call that changes whether a domain runs.</summary>
    public static string ToLabel(this PowerCall call) => PowerCalls[call];

    /// <summary>The label of why a domain failed.</summary>
    public static string ToLabel(this DomainFailure failure) => Failures[failure];

    /// <summary>The label of a part of a scrape.</summary>
    public static string ToLabel(this CollectorName collector) => Collectors[collector];

    /// <summary>The label of a domain's state, as virsh spells it; a state of a newer libvirt is <c>unknown</c>.</summary>
    public static string ToLabel(this DomainState state) => state switch
    {
        DomainState.NoState => "nostate",
        DomainState.Running => "running",
        DomainState.Blocked => "blocked",
        DomainState.Paused => "paused",
        DomainState.ShuttingDown => "shutdown",
        DomainState.ShutOff => "shutoff",
        DomainState.Crashed => "crashed",
        DomainState.PmSuspended => "pmsuspended",
        _ => "unknown",
    };

    private static FrozenDictionary<T, string> SnakeCase<T>()
        where T : struct, Enum => Enum.GetValues<T>().ToFrozenDictionary(value => value, value => SnakeCase(value.ToString()));

    private static string SnakeCase(string pascalCase)
    {
        var text = new StringBuilder(pascalCase.Length + 4);
        foreach (var letter in pascalCase)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
                text.Append('_');
            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }
}
