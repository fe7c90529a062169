using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A connection to a libvirt daemon, or to a driver inside the library such as <c>test:///default</c>. May be used from several threads at
/// once, as far as libvirt keeps that promise: before 10.3 (CVE-2024-4418) a second call, or the keepalive timer, that comes while another
/// waits for an answer can end the process. A call may block for as long as the daemon takes: there is no cancelling in libvirt.
/// </summary>
/// <remarks>
/// <see cref="Dispose"/> while another thread waits in a call returns at once; the connection is closed when that call returns. Domains
/// got from the connection stay usable until they are disposed themselves, and keep it open inside libvirt.
/// </remarks>
public sealed partial class LibvirtConnection : IDisposable
{
    private readonly ConnectionHandle _handle;

    private LibvirtConnection(ConnectionHandle handle)
    {
        _handle = handle;
    }

    internal ConnectionHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _handle;
        }
    }

    /// <summary>
    /// Connects with full rights (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectOpen">virConnectOpen</see>).
    /// </summary>
    /// <param name="uri"><c>qemu:///system</c> for example; null for libvirt's default.</param>
    /// <exception cref="LibvirtNotInstalledException">The library is missing.</exception>
    /// <exception cref="LibvirtException">No daemon there, or it refuses.</exception>
    public static LibvirtConnection Open(string? uri)
    {
        Libvirt.Initialize();
        Libvirt.NoteConnection();
        return new LibvirtConnection(Check.ThrowIfInvalid(VirConnect.Open(uri)));
    }

    /// <summary>
    /// Connects for reading only
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectOpenReadOnly">virConnectOpenReadOnly</see>): whatever
    /// changes
    /// something fails with <see cref="LibvirtErrorCode.OperationDenied"/>.
    /// </summary>
    /// <param name="uri"><c>qemu:///system</c> for example; null for libvirt's default.</param>
    /// <exception cref="LibvirtNotInstalledException">The library is missing.</exception>
    /// <exception cref="LibvirtException">No daemon there, or it refuses.</exception>
    public static LibvirtConnection OpenReadOnly(string? uri)
    {
        Libvirt.Initialize();
        Libvirt.NoteConnection();
        return new LibvirtConnection(Check.ThrowIfInvalid(VirConnect.OpenReadOnly(uri)));
    }

    /// <summary>
    /// Lets the library ask the daemon for a sign of life
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectSetKeepAlive">virConnectSetKeepAlive</see>). The connection
    /// is closed after <paramref name="count"/> + 1 intervals of silence. Needs <see cref="Libvirt.StartEventLoop"/>.
    /// </summary>
    /// <returns>False when the other side cannot do it.</returns>
    /// <exception cref="LibvirtException">The driver has no keepalive at all, or the connection is broken.</exception>
    public bool SetKeepAlive(int intervalSeconds, uint count) =>
        Check.ThrowIfNegative(VirConnect.SetKeepAlive(Handle, intervalSeconds, count)) == 0;

    /// <summary>
    /// Whether the connection still stands, as far as the library knows without asking the daemon
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectIsAlive">virConnectIsAlive</see>).
    /// </summary>
    public bool IsAlive => VirConnect.IsAlive(Handle) == 1;

    /// <summary>
    /// The URI actually connected to
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectGetURI">virConnectGetURI</see>).
    /// </summary>
    public unsafe string Uri => NativeText.Take(Check.ThrowIfNull(VirConnect.GetURI(Handle)));

    /// <summary>
    /// The hypervisor driver, <c>QEMU</c> for example
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectGetType">virConnectGetType</see>).
    /// </summary>
    public unsafe string HypervisorType => NativeText.Copy(Check.ThrowIfNull(VirConnect.GetType(Handle)));

    /// <summary>
    /// The host the daemon runs on
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectGetHostname">virConnectGetHostname</see>).
    /// </summary>
    public unsafe string HostName => NativeText.Take(Check.ThrowIfNull(VirConnect.GetHostname(Handle)));

    /// <summary>
    /// The version of libvirt at the other end
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectGetLibVersion">virConnectGetLibVersion</see>).
    /// </summary>
    public Version DaemonVersion
    {
        get
        {
            Check.ThrowIfNegative(VirConnect.GetLibVersion(Handle, out var version));
            return LibraryVersion.Decode(version);
        }
    }

    /// <summary>
    /// The version of the hypervisor
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectGetVersion">virConnectGetVersion</see>); 0.0.0 when it
    /// has none.
    /// </summary>
    public Version HypervisorVersion
    {
        get
        {
            Check.ThrowIfNegative(VirConnect.GetVersion(Handle, out var version));
            return LibraryVersion.Decode(version);
        }
    }

    /// <summary>
    /// The host's memory
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virNodeGetMemoryStats">virNodeGetMemoryStats</see>).
    /// </summary>
    public NodeMemory GetNodeMemory() => NodeMemoryReader.Read(Handle);

    /// <summary>
    /// Ends all subscriptions and closes
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-host.html#virConnectClose">virConnectClose</see>).
    /// </summary>
    public void Dispose()
    {
        _handle.Events.Silence();
        _closeNotice?.Silence();
        _handle.Dispose();
    }
}
