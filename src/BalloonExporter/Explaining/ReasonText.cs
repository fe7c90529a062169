using BalloonExporter.Core.Model;

namespace BalloonExporter.Explaining;

/// <summary>A reason in words, without a number.</summary>
/// <param name="Reason">Its label.</param>
/// <param name="Meaning">What it means, to follow the label.</param>
/// <param name="Change">What would change it, with DOMAIN for the domain.</param>
internal sealed record ReasonText(string Reason, string Meaning, string Change)
{
    private const string NextDelivery = "nothing has to be done: the rest follows with the next deliveries";
    private const string Loop = "the alert that was sent: only rules of this version write such ones";
    private const string Wait = "nothing has to be done: it passes by itself";
    private const string Libvirt = "a libvirt that answers: see its log and the exporter's";

    /// <summary>The words of a reason.</summary>
    public static ReasonText Of(DecisionReason reason)
    {
        var (meaning, change) = Remedy.Of(reason) is { } remedy ? (remedy.Why, Way(remedy)) : Words(reason);
        return new ReasonText(reason.ToLabel(), meaning, change);
    }

    private static string Way(Remedy remedy) => remedy.Command is { } command && !remedy.WayOut.Contains(command, StringComparison.Ordinal)
        ? $"{remedy.WayOut}: {command}"
        : remedy.WayOut;

    private static (string Meaning, string Change) Words(DecisionReason reason) => reason switch
    {
        DecisionReason.AsRequested => ("it was carried out as asked", "nothing held it back"),
        DecisionReason.InPart => ("it was carried out in part", NextDelivery),

        DecisionReason.HardFloor => ("the guest keeps what it needs to live now", "a guest that needs less"),
        DecisionReason.StepLimit => ("only so much may leave a guest within a short time", NextDelivery),
        DecisionReason.UsableShare => ("only a part of what is usable in the guest is taken at once", NextDelivery),
        DecisionReason.HostRoom => ("never more is given than its host has above its reserve", "more available memory on its host: smaller or fewer guests there"),
        DecisionReason.Ceiling => ("its policy has a ceiling", "a higher ceiling: balloon-exporter policy set DOMAIN --ceiling=SIZE"),
        DecisionReason.CircuitBreaker => ("enough was taken on this host, or of enough guests, within a minute, or it is not known how much", NextDelivery),
        DecisionReason.BelowFloor => ("the target is below the domain's floor, which no plan of this version asks for", "a plan that keeps to the floor, or a lower floor: balloon-exporter policy set DOMAIN --floor=SIZE"),
        DecisionReason.AboveMaximum => ("the target is above what the domain was sold, or than libvirt takes", "a plan that keeps to the maximum"),

        DecisionReason.Heartbeat => ("a heartbeat asks for nothing", "nothing has to be done"),
        DecisionReason.ForeignAlert => ("alerts of other names are ignored", Loop),
        DecisionReason.Resolved => ("that an alert is resolved is no reason to undo anything", "nothing has to be done"),
        DecisionReason.Suppressed => ("Alertmanager has the alert silenced or inhibited", "an end of the silence, or of what inhibits it"),
        DecisionReason.LeaseExpired => ("the alert has ended", "a Prometheus that renews it"),
        DecisionReason.UnknownStatus => ("the alert is neither firing nor resolved", Loop),
        DecisionReason.MissingUuid => ("the alert names no UUID", Loop),
        DecisionReason.InvalidUuid => ("what the alert has as a UUID is none", Loop),
        DecisionReason.MissingTarget => ("the alert names no target", Loop),
        DecisionReason.InvalidTarget => ("the alert's target is no number of bytes", Loop),
        DecisionReason.MissingEvaluationTime => ("the alert does not say how old its data is", Loop),
        DecisionReason.InvalidEvaluationTime => ("the alert's time is none", Loop),
        DecisionReason.InvalidLifetime => ("how long the alert is good for is not a number of seconds", Loop),
        DecisionReason.Superseded => ("a newer recommendation came", "nothing has to be done"),
        DecisionReason.Duplicate => ("the same recommendation was decided already", "nothing has to be done: the next plan is decided anew"),
        DecisionReason.TooManyRequests => ("too many requests wait already", "fewer senders, or fewer alerts in a message"),

        DecisionReason.StaleRecommendation => ("the data behind it is too old", "shorter scrape and evaluation intervals, faster delivery, and clocks that agree"),
        DecisionReason.FutureRecommendation => ("the data behind it is from ahead of the host's clock", "clocks that agree"),
        DecisionReason.UnknownDomain => ("no such domain runs on this host, or the operator left it out", "an alert for a domain that runs here"),

        DecisionReason.JobActive => ("libvirt runs a job on it: a migration, a save or a snapshot", "the end of the job: virsh domjobinfo DOMAIN"),
        DecisionReason.JobUnknown => ("whether libvirt runs a job on it is not known", "a monitor that answers: virsh domjobinfo DOMAIN"),
        DecisionReason.WorkingSetUnknown => ("what the guest needs cannot be computed from its sample", "the guest's next sample"),
        DecisionReason.SampleActedOn => ("memory was taken on this sample already, and the next one has to show the effect", "the guest's next sample"),
        DecisionReason.MemoryUnknown => ("its memory or that of its host is not known", Libvirt),
        DecisionReason.DeadBand => ("the move is too small to be worth a command", "a larger move, or a host that is short: then smaller ones count"),
        DecisionReason.Paused => ("the exporter is paused: memory is only given", "the end of the pause: balloon-exporter status shows who paused it and until when"),
        DecisionReason.Cooldown => ("it was rescued, given memory or had memory taken a moment ago", Wait),
        DecisionReason.MovedByOther => ("another program moved its balloon, and two controllers on one balloon are worse than none", "no other program that moves the balloon: then it passes by itself"),
        DecisionReason.Uncooperative => ("the guest did not follow its balloon", "a balloon driver in the guest that follows its target: it is tried again later"),

        DecisionReason.AuditUnwritable => ("nothing is taken that cannot be logged", "a log that can be written"),
        DecisionReason.DomainGone => ("the domain was gone when the command came", "a domain that runs"),
        DecisionReason.Timeout => ("libvirt did not answer in time", Libvirt),
        DecisionReason.LibvirtError => ("libvirt refused", Libvirt),
        DecisionReason.LibvirtDown => ("libvirt cannot be reached", Libvirt),
        DecisionReason.StateUnwritable => ("the state file could not be written before memory was to be taken", "a state folder that can be written"),
        DecisionReason.InProgress => ("it was not finished when the answer was due", "nothing has to be done: the next decision tells"),
        _ => ("it has no words here", Wait),
    };
}
