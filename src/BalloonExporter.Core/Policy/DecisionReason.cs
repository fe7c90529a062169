namespace BalloonExporter.Policy;

/// <summary>
/// Why a decision is what it is. A closed set: each is at once a metric label, an audit field and the name of a test.
/// </summary>
public enum DecisionReason
{
    // The target is carried out.

    /// <summary>Carried out as asked.</summary>
    AsRequested,

    /// <summary>Raised to what the guest needs now.</summary>
    HardFloor,

    /// <summary>Only a step: the rest follows with the next deliveries.</summary>
    StepLimit,

    /// <summary>Raised, so that the guest keeps a part of its usable memory.</summary>
    UsableShare,

    /// <summary>Lowered to what the host has above its reserve.</summary>
    HostRoom,

    /// <summary>Lowered to the domain's ceiling.</summary>
    Ceiling,

    // The message says nothing that could be carried out.

    /// <summary>A heartbeat, recorded.</summary>
    Heartbeat,

    /// <summary>An alert of another name than those that carry targets and heartbeats: nothing of it is obeyed.</summary>
    ForeignAlert,

    /// <summary>The alert is resolved; that is never a reason to move memory.</summary>
    Resolved,

    /// <summary>Alertmanager has the alert silenced or inhibited, or has not looked yet.</summary>
    Suppressed,

    /// <summary>The alert's end has passed, or it has none: whoever raised it does not stand by it any more.</summary>
    LeaseExpired,

    /// <summary>The alert's status is neither firing nor resolved.</summary>
    UnknownStatus,

    /// <summary>The alert has no uuid label.</summary>
    MissingUuid,

    /// <summary>The uuid label is not a UUID.</summary>
    InvalidUuid,

    /// <summary>The alert has no balloon_target_bytes annotation.</summary>
    MissingTarget,

    /// <summary>The target is not a positive whole number of bytes.</summary>
    InvalidTarget,

    /// <summary>The alert does not say when it was evaluated.</summary>
    MissingEvaluationTime,

    /// <summary>The evaluation time is not a whole number of seconds.</summary>
    InvalidEvaluationTime,

    /// <summary>How long the recommendation is good for is not a whole number of seconds.</summary>
    InvalidLifetime,

    /// <summary>A newer recommendation for the same domain has come.</summary>
    Superseded,

    /// <summary>More requests wait than are kept.</summary>
    TooManyRequests,

    /// <summary>The same recommendation has been carried out, or decided in good time, already.</summary>
    Duplicate,

    // The target may not be carried out.

    /// <summary>The recommendation is too old.</summary>
    StaleRecommendation,

    /// <summary>The recommendation comes from the future: clocks differ.</summary>
    FutureRecommendation,

    /// <summary>No such domain runs on this host.</summary>
    UnknownDomain,

    /// <summary>The target is below the domain's floor: the plan is broken or forged.</summary>
    BelowFloor,

    /// <summary>The target is above the domain's maximum: the plan is broken or forged.</summary>
    AboveMaximum,

    /// <summary>The operator left the domain out.</summary>
    Excluded,

    /// <summary>The domain's customer, or the operator for its name, wants no ballooning.</summary>
    OptedOut,

    /// <summary>The policy element in the domain's metadata is malformed.</summary>
    PolicyInvalid,

    /// <summary>The domain is not running.</summary>
    NotRunning,

    /// <summary>libvirt runs a job on the domain: migration, save, snapshot.</summary>
    JobActive,

    /// <summary>It could not be learned whether a job runs.</summary>
    JobUnknown,

    /// <summary>Containers have no balloon.</summary>
    Lxc,

    /// <summary>The domain has no balloon device, or the guest no driver.</summary>
    NoDriver,

    /// <summary>A device of the host was handed to the guest, which pins all of its memory.</summary>
    Vfio,

    /// <summary>The guest's memory is made of huge pages.</summary>
    Hugepages,

    /// <summary>The guest's memory is locked, or was all allocated at its start.</summary>
    Locked,

    /// <summary>The guest's memory is encrypted (SEV, TDX), which pins it.</summary>
    LaunchSecurity,

    /// <summary>The guest's memory was given to QEMU by hand: nothing is known of what it is made of.</summary>
    MemoryByHand,

    /// <summary>The domain started, rebooted or arrived a moment ago.</summary>
    Grace,

    /// <summary>The domain's XML could not be read.</summary>
    FactsUnknown,

    /// <summary>QEMU's monitor did not answer.</summary>
    MonitorBusy,

    /// <summary>The guest's statistics are too old to take memory away on.</summary>
    StaleStatistics,

    /// <summary>The guest's driver does not say how much memory is usable: what it needs cannot be told.</summary>
    NoUsableMemory,

    /// <summary>What the guest needs cannot be told.</summary>
    WorkingSetUnknown,

    /// <summary>Memory was already taken on this sample; the next one must show the effect first.</summary>
    SampleActedOn,

    /// <summary>Current, maximum or the host's memory is not known.</summary>
    MemoryUnknown,

    /// <summary>The change is too small to be worth a command.</summary>
    DeadBand,

    /// <summary>Somebody paused the exporter: no memory is taken.</summary>
    Paused,

    /// <summary>The guest was rescued a moment ago: nothing is taken from it for a while.</summary>
    Cooldown,

    /// <summary>Enough was taken within a minute, or of enough domains; in part: only what was left of that.</summary>
    CircuitBreaker,

    /// <summary>Somebody else moved the balloon: two who pull at one balloon are worse than none.</summary>
    MovedByOther,

    /// <summary>The guest did not follow its balloon; it is tried again later.</summary>
    Uncooperative,

    // The target was to be carried out, and was not.

    /// <summary>The line that tells of a take could not be written: nothing is taken that cannot be accounted for.</summary>
    AuditUnwritable,

    /// <summary>The domain was gone when the command came.</summary>
    DomainGone,

    /// <summary>libvirt did not answer in time.</summary>
    Timeout,

    /// <summary>libvirt refused.</summary>
    LibvirtError,

    /// <summary>libvirt cannot be reached.</summary>
    LibvirtDown,

    /// <summary>It could not be written down that memory is about to be taken: a restart would forget it, so it is not.</summary>
    StateUnwritable,

    /// <summary>Still being carried out when the answer was due.</summary>
    InProgress,
}
