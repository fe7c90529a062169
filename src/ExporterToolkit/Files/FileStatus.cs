namespace ExporterToolkit.Files;

/// <summary>Status of a file.</summary>
/// <param name="Device">The file system that it is on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Mode">Its kind and its permissions.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When its content was written last, in nanoseconds since 1970.</param>
/// <param name="Changed">When data or metadata last changed, in nanoseconds since 1970; programs cannot set it.</param>
/// <param name="UserId">User id of the owner.</param>
public readonly record struct FileStatus(ulong Device, ulong Inode, int Mode, long Size, long Modified, long Changed, uint UserId)
{
    // sys/stat.h
    private const int KindMask = 0xf000;
    private const int RegularKind = 0x8000;
    private const int SocketKind = 0xc000;
    private const int PermissionMask = 0xfff;
    private const int WriteForGroupOrOthers = 0x12;
    private const int ReadForOthers = 0x4;

    public bool IsSocket => (Mode & KindMask) == SocketKind;

    public bool IsRegular => (Mode & KindMask) == RegularKind;

    /// <summary>Whether the group or others may write. An access list shows here too: its mask takes the place of the group's bits.</summary>
    public bool OthersMayWrite => (Mode & WriteForGroupOrOthers) != 0;

    public bool EverybodyMayRead => (Mode & ReadForOthers) != 0;

    /// <summary>As chmod takes it, for example 0644.</summary>
    public string Permissions => "0" + Convert.ToString(Mode & PermissionMask, 8).PadLeft(3, '0');
}
