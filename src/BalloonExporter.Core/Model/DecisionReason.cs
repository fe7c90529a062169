namespace BalloonExporter.Core.Model;

/// <summary>
/// Why a decision is what it is. A closed set: each is at once a metric label, an audit field and the name of a test.
/// What is said of each here is what operators read in docs/decisions.md, which is generated from this file.
/// </summary>
public enum DecisionReason
{
    // The target is carried out, as asked or in part.

    /// <summary>Carried out as asked.</summary>
    AsRequested,

    /// <summary>Carried out in part: <c>clipped_by</c> names what held it back, of these and of those further down.</summary>
    InPart,

    /// <summary>In part: raised to what the guest needs to live now.</summary>
    HardFloor,

    /// <summary>
    /// In part: within 15 s at most 10 % of the maximum (64 MiB at least, 25 % when the host is short) may leave resident memory, and no balloon
    /// goes further down than 25 % unless the host is short. The rest follows with the next deliveries.
    /// </summary>
    StepLimit,

    /// <summary>In part: at most 60 % of what is usable in the guest is taken at once.</summary>
    UsableShare,

    /// <summary>In part: never more is given than the host has above its reserve.</summary>
    HostRoom,

    /// <summary>In part: lowered to the ceiling of the domain's policy.</summary>
    Ceiling,

    // The message says nothing that could be carried out.

    /// <summary>A heartbeat, recorded.</summary>
    Heartbeat,

    /// <summary>Ignored: only <c>BalloonTarget</c> and <c>BalloonHeartbeat</c> are obeyed, by webhook and by poll.</summary>
    ForeignAlert,

    /// <summary>Ignored: that an alert is resolved is never a reason to undo anything.</summary>
    Resolved,

    /// <summary>Polled: Alertmanager has the alert silenced or inhibited, or has not looked yet.</summary>
    Suppressed,

    /// <summary>Polled: the alert's end has passed, or it has none. What raised it does not renew it.</summary>
    LeaseExpired,

    /// <summary>The alert's status is neither firing nor resolved.</summary>
    UnknownStatus,

    /// <summary>The alert has no label <c>uuid</c>.</summary>
    MissingUuid,

    /// <summary>The label <c>uuid</c> is not a UUID.</summary>
    InvalidUuid,

    /// <summary>The alert has no annotation <c>balloon_target_bytes</c>.</summary>
    MissingTarget,

    /// <summary>The target is not a positive whole number of bytes.</summary>
    InvalidTarget,

    /// <summary>The alert has no annotation <c>balloon_evaluated_at</c>: it does not say how old its data is.</summary>
    MissingEvaluationTime,

    /// <summary>The evaluation time is not a whole number of seconds.</summary>
    InvalidEvaluationTime,

    /// <summary>How long the recommendation is good for (<c>balloon_valid_seconds</c>) is not a whole number of seconds.</summary>
    InvalidLifetime,

    /// <summary>A newer recommendation for the same domain came.</summary>
    Superseded,

    /// <summary>10,000 requests wait already.</summary>
    TooManyRequests,

    /// <summary>The same recommendation was carried out, or decided in good time, already.</summary>
    Duplicate,

    // The target may not be carried out.

    /// <summary>
    /// The data is older than the recommendation says to be good for (<c>balloon_valid_seconds</c>, 60 s where it does not say), of a take older than 60 s,
    /// of a gift older than 120 s. Check scrape and evaluation intervals, delays of rules, then the clocks.
    /// </summary>
    StaleRecommendation,

    /// <summary>The data is from more than 5 s ahead: clocks differ.</summary>
    FutureRecommendation,

    /// <summary>No such domain runs on this host; below <c>/api/</c> also one that the operator left out (<c>excluded</c> in the log and the counters).</summary>
    UnknownDomain,

    /// <summary>Refused: the target is below the domain's floor. A plan that asks for this is broken or forged.</summary>
    BelowFloor,

    /// <summary>
    /// Refused: the target is above the domain's maximum, so the plan is broken or forged. Where it is applied, libvirt took no target that high, and got half of
    /// the gift instead.
    /// </summary>
    AboveMaximum,

    /// <summary>The operator left the domain out.</summary>
    Excluded,

    /// <summary>The domain's customer, or the operator for its name, opted out of ballooning, now or when it was started; only its memory is given back.</summary>
    OptedOut,

    /// <summary>The policy element in the domain's metadata is malformed; the log says what is wrong with it.</summary>
    PolicyInvalid,

    /// <summary>The domain is not running.</summary>
    NotRunning,

    /// <summary>libvirt runs a job on the domain: migration, save, snapshot.</summary>
    JobActive,

    /// <summary>Whether a job runs is unknown.</summary>
    JobUnknown,

    /// <summary>The domain is a container and has no balloon.</summary>
    Lxc,

    /// <summary>The domain has no balloon device, or the guest no driver for it.</summary>
    NoDriver,

    /// <summary>A device of the host is passed through to the guest, which pins all of its memory: the guest would lose it without a gain for the host.</summary>
    Vfio,

    /// <summary>The guest's memory is made of huge pages: none can be given back.</summary>
    Hugepages,

    /// <summary>The guest's memory is locked, or was all allocated at its start.</summary>
    Locked,

    /// <summary>The guest's memory is encrypted (SEV, TDX), which pins it.</summary>
    LaunchSecurity,

    /// <summary>The guest's memory was given to QEMU by hand: its kind is unknown.</summary>
    MemoryByHand,

    /// <summary>The domain started, rebooted or arrived a moment ago (<c>--policy.grace</c>).</summary>
    Grace,

    /// <summary>The domain's XML could not be read.</summary>
    FactsUnknown,

    /// <summary>QEMU's monitor did not answer.</summary>
    MonitorBusy,

    /// <summary>The guest's statistics are too old to take memory away on.</summary>
    StaleStatistics,

    /// <summary>The guest's driver does not report how much memory is usable, so its working set is unknown; memory is only given back.</summary>
    NoUsableMemory,

    /// <summary>The guest's working set cannot be computed from its sample.</summary>
    WorkingSetUnknown,

    /// <summary>Memory was already taken on this sample; the next one must show the effect first.</summary>
    SampleActedOn,

    /// <summary>Current, maximum or the host's memory is not known.</summary>
    MemoryUnknown,

    /// <summary>
    /// Not worth a command: less than 16 MiB, or, while the host is well (above SOFT), than 1 % of the maximum. Rescues, emergencies and what a customer who opted
    /// out is owed count from 16 MiB on always.
    /// </summary>
    DeadBand,

    /// <summary>The exporter is paused: memory is only given.</summary>
    Paused,

    /// <summary>
    /// The guest was rescued a moment ago: no plan takes anything for two minutes, longer each time up to half an hour, and others in need only what is idle.
    /// Or what it was given has not arrived yet: then only an emergency of the host takes it back. Or it was given more than it needs within ten minutes
    /// (<c>--policy.pacing</c>): then no plan takes any. Or memory was taken from it within ten minutes: then recovery gives none back.
    /// </summary>
    Cooldown,

    /// <summary>Enough was taken within this minute, or of enough domains, or it is not known how much; in part: only what was left of that.</summary>
    CircuitBreaker,

    /// <summary>Another program moved the balloon: left alone for five minutes. Two controllers on one balloon are worse than none.</summary>
    MovedByOther,

    /// <summary>The guest did not follow its balloon: left alone for 10, 20, 40, then 60 minutes.</summary>
    Uncooperative,

    // The target was to be carried out, and was not.

    /// <summary>The audit line of a take could not be written within a second: nothing is taken that is not logged.</summary>
    AuditUnwritable,

    /// <summary>The domain was gone when the command came.</summary>
    DomainGone,

    /// <summary>libvirt did not answer in time.</summary>
    Timeout,

    /// <summary>libvirt refused.</summary>
    LibvirtError,

    /// <summary>libvirt cannot be reached.</summary>
    LibvirtDown,

    /// <summary>The state file (<c>--state.path</c>) could not be written before memory was to be taken, so it was not taken; giving memory still works.</summary>
    StateUnwritable,

    /// <summary>Not finished when the answer was due; the outcome is in the log, the counters and at <c>/api/v1/decisions</c>.</summary>
    InProgress,
}
