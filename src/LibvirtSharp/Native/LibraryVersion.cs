namespace LibvirtSharp.Native;

/// <summary>libvirt packs a version into one number: 1,000,000 × major + 1,000 × minor + release.</summary>
internal static class LibraryVersion
{
    internal static Version Decode(nuint number) =>
        new((int)(number / 1_000_000), (int)(number / 1_000 % 1_000), (int)(number % 1_000));
}
