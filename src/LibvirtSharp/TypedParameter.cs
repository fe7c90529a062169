using System.Globalization;
using System.Text;
using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// A named value of one of libvirt's types
/// (<see href="https://libvirt.org/html/libvirt-libvirt-common.html#virTypedParameter">virTypedParameter</see>). Of the value properties,
/// one
/// is not null: that of <see cref="Type"/>; none when the type is unknown.
/// </summary>
public readonly record struct TypedParameter
{
    private readonly ulong _bits;

    private TypedParameter(string name, LibvirtEnum<TypedParameterType> type, ulong bits, string? text)
    {
        Name = name;
        Type = type;
        _bits = bits;
        Text = text;
    }

    /// <summary>libvirt's name, <c>cpu.time</c> for example.</summary>
    public string Name { get; }

    /// <summary>The type, perhaps one this binding does not know.</summary>
    public LibvirtEnum<TypedParameterType> Type { get; }

    /// <summary>The value of an <c>int</c>.</summary>
    public int? Int32 => Type == TypedParameterType.Int32 ? unchecked((int)_bits) : null;

    /// <summary>The value of an <c>unsigned int</c>.</summary>
    public uint? UInt32 => Type == TypedParameterType.UInt32 ? unchecked((uint)_bits) : null;

    /// <summary>The value of a <c>long long</c>.</summary>
    public long? Int64 => Type == TypedParameterType.Int64 ? unchecked((long)_bits) : null;

    /// <summary>The value of an <c>unsigned long long</c>.</summary>
    public ulong? UInt64 => Type == TypedParameterType.UInt64 ? _bits : null;

    /// <summary>The value of a <c>double</c>.</summary>
    public double? Double => Type == TypedParameterType.Double ? BitConverter.UInt64BitsToDouble(_bits) : null;

    /// <summary>The value of a boolean.</summary>
    public bool? Boolean => Type == TypedParameterType.Boolean ? _bits != 0 : null;

    /// <summary>The value of a string.</summary>
    public string? Text { get; }

    /// <summary><c>name=value</c>.</summary>
    public override string ToString()
    {
        var value = Text ?? (object?)Int32 ?? UInt32 ?? Int64 ?? UInt64 ?? Double ?? (object?)Boolean ?? $"(type {Type})";
        return string.Create(CultureInfo.InvariantCulture, $"{Name}={value}");
    }

    internal static unsafe TypedParameter From(in NativeTypedParameter parameter)
    {
        var type = LibvirtEnum.From<TypedParameterType>(parameter.Type);
        // The union is only as wide as its type says: the rest may be anything.
        ulong bits = type.Known switch
        {
            TypedParameterType.Int32 or TypedParameterType.UInt32 => parameter.Value.UInt,
            TypedParameterType.Int64 or TypedParameterType.UInt64 or TypedParameterType.Double => parameter.Value.ULLong,
            TypedParameterType.Boolean => parameter.Value.Boolean,
            _ => 0,
        };
        var text = type == TypedParameterType.Text && parameter.Value.String is not null ? NativeText.Copy(parameter.Value.String) : null;
        return new TypedParameter(Encoding.UTF8.GetString(parameter.Name()), type, bits, text);
    }
}
