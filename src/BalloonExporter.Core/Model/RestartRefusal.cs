namespace BalloonExporter.Core.Model;

/// <summary>Why a restart is refused before the guest is touched. A closed set: metric label, log and API field, name of a test.</summary>
public enum RestartRefusal
{
    /// <summary>The exporter only observes.</summary>
    Observes,

    /// <summary>Another exporter acts on this host.</summary>
    Standby,

    /// <summary>The exporter is paused.</summary>
    ExporterPaused,

    /// <summary>libvirt cannot be reached, or did not answer in time.</summary>
    LibvirtDown,

    /// <summary>No such domain on this host, or one that the operator left out.</summary>
    UnknownDomain,

    /// <summary>A container.</summary>
    Container,

    /// <summary>A machine of OpenStack or oVirt, which only its own platform may stop and start.</summary>
    OtherPlatform,

    /// <summary>It does not run.</summary>
    NotRunning,

    /// <summary>It has no stored definition: it would be gone once it stops.</summary>
    Transient,

    /// <summary>It is paused.</summary>
    Paused,

    /// <summary>It has a managed save: a start would bring that back, with the old configuration.</summary>
    ManagedSave,

    /// <summary>libvirt runs a job on it: migration, save, snapshot.</summary>
    JobActive,

    /// <summary>Whether a job runs is unknown.</summary>
    JobUnknown,

    /// <summary>Its <c>on_poweroff</c> is something other than destroy.</summary>
    OnPoweroff,

    /// <summary>Another restart of it is under way.</summary>
    UnderWay,

    /// <summary>It was restarted less than a minute ago.</summary>
    TooSoon,

    /// <summary>Four restarts are under way on this host.</summary>
    TooMany,

    /// <summary>Force was asked for, and no graceful restart of it has passed its deadline.</summary>
    ForceNotDue,

    /// <summary>Force was asked for without the confirmation.</summary>
    NotConfirmed,

    /// <summary>The host has no room for the fixed memory that it is owed.</summary>
    NoRoom,

    /// <summary>The marker that lets the next process finish it could not be written.</summary>
    MarkerUnwritable,
}
