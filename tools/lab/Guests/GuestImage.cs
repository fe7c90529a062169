namespace BalloonExporter.Lab;

/// <summary>Kernel and initramfs of the lab's guests, built on first use and kept under artifacts/lab.</summary>
public sealed record GuestImage(string KernelPath, string InitrdPath)
{
    /// <summary>Three seconds and a download of 27 MB the first time, nothing after that.</summary>
    public static async Task<GuestImage> BuildAsync(CancellationToken cancel = default)
    {
        var script = Repository.PathOf("tools", "lab", "Guest", "build-image.sh");
        var printed = await ShortCommand.RunAsync("bash", [script, Repository.PathOf("artifacts", "lab")], TimeSpan.FromMinutes(3), cancel);
        var folder = printed.Trim().Split('\n')[^1];
        return new GuestImage(Path.Combine(folder, "vmlinuz"), Path.Combine(folder, "initrd"));
    }

    /// <summary>Copies the image into the lab: its user may have no way into the working tree.</summary>
    internal async Task<GuestImage> CopyToAsync(LabFolder folder)
    {
        var copy = new GuestImage(folder.PathOf("guests", "vmlinuz"), folder.PathOf("guests", "initrd"));
        if (!File.Exists(copy.InitrdPath))
        {
            File.Copy(KernelPath, copy.KernelPath);
            File.Copy(InitrdPath, copy.InitrdPath);
            await LabUser.OwnAsync(folder.PathOf("guests"));
        }

        return copy;
    }
}
