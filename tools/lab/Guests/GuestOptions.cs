namespace BalloonExporter.Lab;

/// <summary>What a guest is made of.</summary>
public sealed record GuestOptions(string Name)
{
    public Guid Uuid { get; init; } = Guid.NewGuid();

    public int MemoryMib { get; init; } = 1024;

    /// <summary>The size of a virtio-mem device of which nothing is plugged at first, besides <see cref="MemoryMib"/>; 0: none.</summary>
    public int VirtioMemMib { get; init; }

    /// <summary>What the balloon leaves from the start; null: everything.</summary>
    public int? CurrentMib { get; init; }

    /// <summary>The virtual device: without it the domain has <c>memballoon model='none'</c>.</summary>
    public bool BalloonDevice { get; init; } = true;

    /// <summary>The driver in the guest's kernel.</summary>
    public bool BalloonDriver { get; init; } = true;

    /// <summary>Whether it shuts down when it is asked to.</summary>
    public bool PowerButton { get; init; }

    public bool Autodeflate { get; init; } = true;

    /// <summary>Whether the guest hands freed pages back by itself; off, memory it freed stays resident on the host.</summary>
    public bool FreePageReporting { get; init; }

    /// <summary>Null: none is configured, libvirt does not poll until a period is set.</summary>
    public int? StatsPeriodSeconds { get; init; } = 1;

    /// <summary>A sparse disk for the page cache (<see cref="Guest.CacheAsync"/>) or swap (<see cref="Guest.SwapOnAsync"/>); 0: none.</summary>
    public int DiskMib { get; init; }

    /// <summary>Where the file of that disk lies; null: beside the guest's other files.</summary>
    public string? DiskFolder { get; init; }

    /// <summary>Inner XML of the domain's metadata element.</summary>
    public string? Metadata { get; init; }

    /// <summary>A persistent domain survives a shut-off; otherwise nothing is left of it.</summary>
    public bool Persistent { get; init; }

    /// <param name="files">Path and beginning of the name of the guest's other files.</param>
    internal string DiskFile(string files) => (DiskFolder is null ? files : Path.Combine(DiskFolder, Name)) + ".disk";
}
