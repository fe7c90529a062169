namespace LibvirtSharp.Native;

/// <summary>virDomainMemoryStatTags.</summary>
internal enum NativeMemoryStatTag
{
    SwapIn = 0,
    SwapOut = 1,
    MajorFault = 2,
    MinorFault = 3,
    Unused = 4,
    Available = 5,
    ActualBalloon = 6,
    Rss = 7,
    Usable = 8,
    LastUpdate = 9,
    DiskCaches = 10,
    HugetlbPgalloc = 11,
    HugetlbPgfail = 12,
}
