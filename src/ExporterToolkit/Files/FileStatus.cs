namespace ExporterToolkit.Files;

/// <summary>What the system tells about a file.</summary>
/// <param name="Device">The file system that it is on.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Mode">Its kind and its permissions.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Modified">When its content was written last, in nanoseconds since 1970.</param>
/// <param name="Changed">When anything of it was changed last, in nanoseconds since 1970; no program can set this.</param>
/// <param name="UserId">Whose it is.</param>
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

    /// <summary>Whether its group or everybody may write it. An access list shows here too: its mask stands in the group's place.</summary>
    public bool OthersMayWrite => (Mode & WriteForGroupOrOthers) != 0;

    public bool EverybodyMayRead => (Mode & ReadForOthers) != 0;

    /// <summary>As chmod takes it, for example 0644.</summary>
    public string Permissions => "0" + Convert.ToString(Mode & PermissionMask, 8).PadLeft(3, '0');
}
