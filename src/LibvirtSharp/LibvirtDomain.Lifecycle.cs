using LibvirtSharp.Native;

namespace LibvirtSharp;

public sealed partial class LibvirtDomain
{
    /// <summary>
    /// Starts a defined domain
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainCreateWithFlags">virDomainCreateWithFlags</see>).
    /// </summary>
    public void Start(DomainCreateFlags flags = DomainCreateFlags.None) =>
        Check.ThrowIfNegative(VirDomain.CreateWithFlags(Handle, (uint)flags));

    /// <summary>
    /// Asks the guest to shut down
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainShutdown">virDomainShutdown</see>). It may take its
    /// time, or not listen.
    /// </summary>
    public void Shutdown() => Check.ThrowIfNegative(VirDomain.Shutdown(Handle));

    /// <summary>
    /// Asks the guest to shut down in the given ways
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainShutdownFlags">virDomainShutdownFlags</see>).
    /// </summary>
    public void Shutdown(DomainShutdownFlags flags) => Check.ThrowIfNegative(VirDomain.ShutdownFlags(Handle, (uint)flags));

    /// <summary>
    /// Sets what follows when the guest powers off, reboots or crashes
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSetLifecycleAction">virDomainSetLifecycleAction</see>).
    /// </summary>
    /// <remarks>
    /// Part of the binding for callers that own the domain's definition. A restart does not use it: an action that is changed for its time
    /// outlives a process that is killed in between, and a guest that powers off or reboots later would then stay off, or come back where it
    /// should not. A domain whose action is another than destroy is refused instead.
    /// </remarks>
    public void SetLifecycleAction(DomainLifecycle type, DomainLifecycleAction action, DomainModificationFlags where = DomainModificationFlags.Current) =>
        Check.ThrowIfNegative(VirDomain.SetLifecycleAction(Handle, (uint)type, (uint)action, (uint)where));

    /// <summary>
    /// Stops it at once, like pulling the plug
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainDestroy">virDomainDestroy</see>).
    /// </summary>
    public void Destroy() => Check.ThrowIfNegative(VirDomain.Destroy(Handle));

    /// <summary>
    /// Pauses it; it keeps its memory
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainSuspend">virDomainSuspend</see>).
    /// </summary>
    public void Suspend() => Check.ThrowIfNegative(VirDomain.Suspend(Handle));

    /// <summary>
    /// Lets a paused domain go on
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainResume">virDomainResume</see>).
    /// </summary>
    public void Resume() => Check.ThrowIfNegative(VirDomain.Resume(Handle));

    /// <summary>
    /// Asks the guest to reboot (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainReboot">virDomainReboot</see>).
    /// </summary>
    public void Reboot() => Check.ThrowIfNegative(VirDomain.Reboot(Handle, 0));

    /// <summary>
    /// Resets it, like the button (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainReset">virDomainReset</see>).
    /// The guest is not asked.
    /// </summary>
    public void Reset() => Check.ThrowIfNegative(VirDomain.Reset(Handle, 0));

    /// <summary>
    /// Removes its stored configuration
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainUndefineFlags">virDomainUndefineFlags</see>). A running
    /// domain runs on.
    /// </summary>
    public void Undefine(DomainUndefineFlags flags = 0) => Check.ThrowIfNegative(VirDomain.UndefineFlags(Handle, (uint)flags));
}
