using System.Text.Json.Serialization;

namespace BalloonExporter.Explaining;

/// <summary>What a figure counts.</summary>
internal enum FigureUnit
{
    /// <summary>Bytes; shown in MiB.</summary>
    [JsonStringEnumMemberName("bytes")]
    Bytes,

    /// <summary>A moment, as UNIX seconds.</summary>
    [JsonStringEnumMemberName("time")]
    Time,

    /// <summary>Level of a host: 0 GREEN to 4 CRIT.</summary>
    [JsonStringEnumMemberName("level")]
    Level,

    /// <summary>1 yes, 0 no.</summary>
    [JsonStringEnumMemberName("yes_no")]
    YesNo,

    /// <summary>A number without a unit.</summary>
    [JsonStringEnumMemberName("number")]
    Number,
}
