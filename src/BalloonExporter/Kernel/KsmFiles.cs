using BalloonExporter.Core.Model;

namespace BalloonExporter.Kernel;

/// <summary>Reads what the kernel's same-page merging does.</summary>
internal sealed class KsmFiles(string folder)
{
    /// <exception cref="InvalidDataException">The kernel has no same-page merging.</exception>
    public KernelSamePages Read() => new(
        (Number("run") ?? throw new InvalidDataException($"{folder} has no run: this kernel has no same-page merging")) == 1,
        Bytes("pages_shared"),
        Bytes("pages_sharing"),
        Bytes("pages_unshared"),
        Bytes("pages_volatile"),
        Number("full_scans"));

    private long? Bytes(string file) => Number(file) * Environment.SystemPageSize;

    private long? Number(string file) => KernelText.Number(KernelFile.Read(Path.Combine(folder, file), stackalloc byte[64]));
}
