using System.Globalization;
using BalloonExporter.Core.Model;

namespace BalloonExporter.Api;

/// <summary>Sizes in MiB, for people.</summary>
internal static class MebibyteText
{
    /// <summary>Only the number: <c>512</c>; what is not known is <c>-</c>.</summary>
    public static string Number(long? bytes) => bytes is { } known ? Kib.ToMiB(Kib.FromBytes(known)).ToString("0", CultureInfo.InvariantCulture) : "-";

    /// <summary>With its unit: <c>512 MiB</c>.</summary>
    public static string Of(long? bytes) => bytes is null ? "unknown" : $"{Number(bytes)} MiB";
}
