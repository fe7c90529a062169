using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A domain: a virtual server or a container. An object is a reference to it, not the thing itself: the domain may stop or vanish while
/// the object lives, calls then fail with <see cref="LibvirtErrorCode.NoDomain"/> or <see cref="LibvirtErrorCode.OperationInvalid"/>.
/// May be used from several threads.
/// </summary>
/// <remarks>
/// All calls throw <see cref="LibvirtException"/> when they fail, <see cref="ObjectDisposedException"/> after <see cref="Dispose"/>.
/// </remarks>
public sealed partial class LibvirtDomain : IDisposable
{
    private const uint NoId = uint.MaxValue;

    private readonly ConnectionHandle _connection;
    private readonly DomainHandle _handle;

    internal LibvirtDomain(ConnectionHandle connection, DomainHandle handle)
    {
        _connection = connection;
        _handle = handle;
        Uuid = DomainIdentity.Uuid(handle.Pointer);
        Name = DomainIdentity.Name(handle.Pointer);
    }

    internal DomainHandle Handle
    {
        get
        {
            ObjectDisposedException.ThrowIf(_handle.IsClosed, this);
            return _handle;
        }
    }

    /// <summary>
    /// The domain's unique number
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetUUID">virDomainGetUUID</see>).
    /// </summary>
    public Guid Uuid { get; }

    /// <summary>
    /// The domain's name when the object was made
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetName">virDomainGetName</see>).
    /// </summary>
    public string Name { get; }

    /// <summary>
    /// The number of this run (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetID">virDomainGetID</see>),
    /// null when it does not run. As of when the object was made
    /// or last started: libvirt does not ask the daemon.
    /// </summary>
    public int? Id => VirDomain.GetID(Handle) is var id and not NoId ? (int)id : null;

    /// <summary>
    /// Whether it runs, paused included
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainIsActive">virDomainIsActive</see>).
    /// </summary>
    public bool IsActive => Check.ThrowIfNegative(VirDomain.IsActive(Handle)) == 1;

    /// <summary>
    /// Whether its configuration is stored
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainIsPersistent">virDomainIsPersistent</see>).
    /// </summary>
    public bool IsPersistent => Check.ThrowIfNegative(VirDomain.IsPersistent(Handle)) == 1;

    /// <summary>
    /// Whether its next start brings back a managed save instead of booting
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainHasManagedSaveImage">virDomainHasManagedSaveImage</see>).
    /// </summary>
    public bool HasManagedSaveImage => Check.ThrowIfNegative(VirDomain.HasManagedSaveImage(Handle, 0)) == 1;

    /// <summary>
    /// Basic facts (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetInfo">virDomainGetInfo</see>).
    /// </summary>
    public DomainInfo GetInfo()
    {
        Check.ThrowIfNegative(VirDomain.GetInfo(Handle, out var info));
        return new DomainInfo(
            LibvirtEnum.From<DomainState>(info.State), info.MaximumKib, info.CurrentKib, info.VirtualCpus, info.CpuTimeNanoseconds);
    }

    /// <summary>
    /// Whether the hypervisor process answers
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetControlInfo">virDomainGetControlInfo</see>). Works on
    /// a read-only
    /// connection, and while another call on the domain is stuck.
    /// </summary>
    public DomainControlInfo GetControlInfo()
    {
        Check.ThrowIfNegative(VirDomain.GetControlInfo(Handle, out var info, 0));
        return new DomainControlInfo(LibvirtEnum.From<DomainControlState>(info.State), info.Details, info.StateTimeMilliseconds);
    }

    /// <summary>
    /// The long job it runs, if any
    /// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetJobInfo">virDomainGetJobInfo</see>).
    /// </summary>
    public DomainJobInfo GetJobInfo()
    {
        Check.ThrowIfNegative(VirDomain.GetJobInfo(Handle, out var info));
        return new DomainJobInfo
        {
            Type = LibvirtEnum.From<DomainJobType>(info.Type),
            TimeElapsedMilliseconds = info.TimeElapsed,
            TimeRemainingMilliseconds = info.TimeRemaining,
            DataTotalBytes = info.DataTotal,
            DataProcessedBytes = info.DataProcessed,
            DataRemainingBytes = info.DataRemaining,
            MemoryTotalBytes = info.MemoryTotal,
            MemoryProcessedBytes = info.MemoryProcessed,
            MemoryRemainingBytes = info.MemoryRemaining,
            FileTotalBytes = info.FileTotal,
            FileProcessedBytes = info.FileProcessed,
            FileRemainingBytes = info.FileRemaining,
        };
    }

    /// <summary>
    /// Its description (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainGetXMLDesc">virDomainGetXMLDesc</see>).
    /// </summary>
    public unsafe string GetXml(DomainXmlFlags flags = 0) => NativeText.Take(Check.ThrowIfNull(VirDomain.GetXMLDesc(Handle, (uint)flags)));

    /// <summary>
    /// Gives the reference back (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainFree">virDomainFree</see>); the
    /// domain itself is not touched.
    /// </summary>
    public void Dispose() => _handle.Dispose();

    internal bool BelongsTo(ConnectionHandle connection) => ReferenceEquals(_connection, connection);
}
