using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace LibvirtSharp;

/// <summary>
/// A number from libvirt that has a name today, or may get one in a later version: the daemon can be newer than this binding, and an
/// unknown number must never be mistaken or crash.
/// </summary>
/// <typeparam name="T">The enum with the names known here. Its underlying type must be <see cref="int"/>.</typeparam>
/// <param name="Raw">libvirt's number.</param>
public readonly record struct LibvirtEnum<T>(int Raw) where T : struct, Enum
{
    /// <summary>Whether the number has a name in <typeparamref name="T"/>.</summary>
    public bool IsKnown => Enum.IsDefined(Unsafe.BitCast<int, T>(Raw));

    /// <summary>The name, or null when the number is unknown.</summary>
    public T? Known => IsKnown ? Unsafe.BitCast<int, T>(Raw) : null;

    /// <summary>A known value.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "LibvirtEnum.From is the alternative.")]
    public static implicit operator LibvirtEnum<T>(T value) => new(Unsafe.BitCast<T, int>(value));

    /// <summary>The name, or the bare number when it has none.</summary>
    public override string ToString() => Known?.ToString() ?? Raw.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Makes <see cref="LibvirtEnum{T}"/> values.</summary>
public static class LibvirtEnum
{
    /// <summary>From libvirt's number, known or not.</summary>
    public static LibvirtEnum<T> From<T>(int raw) where T : struct, Enum => new(raw);
}
