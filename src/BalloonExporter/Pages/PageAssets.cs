using System.Security.Cryptography;

namespace BalloonExporter.Pages;

/// <summary>The embedded files of the pages. Their addresses have a digest of their content, so that browsers may keep them for ever.</summary>
internal static class PageAssets
{
    public static PageAsset Style { get; } = PageAsset.Read("page.css", "text/css; charset=utf-8");

    public static PageAsset Script { get; } = PageAsset.Read("page.js", "text/javascript; charset=utf-8");

    public static PageAsset Icon { get; } = PageAsset.Read("icon.svg", "image/svg+xml");

    public static IReadOnlyList<PageAsset> All { get; } = [Style, Script, Icon];
}

/// <summary>One of them.</summary>
/// <param name="Path">Its address, relative to the first folder.</param>
/// <param name="Type">Its content type.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record PageAsset(string Path, string Type, byte[] Bytes)
{
    private const int DigestLength = 12;

    public static PageAsset Read(string name, string type)
    {
        using var file = typeof(PageAsset).Assembly.GetManifestResourceStream($"pages/{name}") ?? throw new InvalidOperationException($"no embedded page {name}");
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var digest = Convert.ToHexStringLower(SHA256.HashData(bytes))[..DigestLength];
        return new PageAsset($"assets/{digest}/{name}", type, bytes);
    }
}
