using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Restarts;

/// <summary>Refusals in words, for people.</summary>
public static class RestartRefusalText
{
    /// <summary>Why, and what to do about it.</summary>
    public static string Of(RestartRefusal refusal) => refusal switch
    {
        RestartRefusal.Observes => "this exporter only observes: run it with --mode=act",
        RestartRefusal.Standby => "another exporter acts on this host: ask that one",
        RestartRefusal.ExporterPaused => "the exporter is paused: resume it first",
        RestartRefusal.LibvirtDown => "libvirt cannot be reached or did not answer in time",
        RestartRefusal.UnknownDomain => "no domain on this host has this UUID",
        RestartRefusal.Container => "a container is not restarted by this program: use its own tools",
        RestartRefusal.OtherPlatform => "the machine belongs to OpenStack or oVirt, which must stop and start it: use its interface, or name a command with --customer.restart-command",
        RestartRefusal.NotRunning => "it does not run: start it",
        RestartRefusal.Transient => "it has no stored definition and would be gone once it stops: define it first",
        RestartRefusal.Paused => "it is paused: let it go on first",
        RestartRefusal.ManagedSave => "it has a managed save, which a start would bring back with the old configuration: remove it first (virsh managedsave-remove)",
        RestartRefusal.JobActive => "libvirt runs a job on it (migration, save, snapshot): wait until that has ended",
        RestartRefusal.JobUnknown => "whether libvirt runs a job on it is unknown: its QEMU does not answer",
        RestartRefusal.OnPoweroff => "its on_poweroff is not destroy, so it would not end: change that in its definition",
        RestartRefusal.UnderWay => "a restart of it is under way",
        RestartRefusal.TooSoon => "it was restarted less than a minute ago",
        RestartRefusal.TooMany => "four restarts are under way on this host: wait until one has ended",
        RestartRefusal.ForceNotDue => "force is for a guest that did not shut down within its deadline: ask for a graceful restart first",
        RestartRefusal.NotConfirmed => "force is like pulling the plug, and data that is not stored is lost: confirm it with \"confirm\": true",
        RestartRefusal.NoRoom => "the host has no room for the fixed memory that it is owed",
        _ => "the marker of the restart could not be written to the folder of --runtime.path, so it was not begun",
    };
}
