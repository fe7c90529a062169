using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using BalloonExporter.Core.Model;
using ExporterToolkit.Configuration;

namespace BalloonExporter.Api;

/// <summary>A domain that is about to start: <c>{"uuid": "7d0a…", "memory": 4294967296}</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record StartBody
{
    // More than any machine has: a larger number is a mistake of the caller.
    private const long MostBytes = Kib.PerPiB * Kib.Bytes;

    /// <summary>libvirt's UUID of the domain.</summary>
    [Required]
    public string? Uuid { get; init; }

    /// <summary>The memory that it will be started with, in bytes.</summary>
    [Required]
    public long Memory { get; init; }

    /// <summary>What a body says, or what is wrong with it: one of the two.</summary>
    public static (StartBody? Message, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Check(JsonSerializer.Deserialize(body.Span, StartBodyJson.Default.StartBody));
        }
        catch (JsonException exception)
        {
            return (null, NoStart(JsonFault.Of(exception)));
        }
    }

    /// <summary>The domain; null when <see cref="Uuid"/> is none.</summary>
    public Guid? Domain() => Guid.TryParseExact(Uuid, "D", out var uuid) && uuid != Guid.Empty ? uuid : null;

    private static (StartBody? Message, Refusal? Refusal) Check(StartBody? body)
    {
        if (body is null)
            return (null, NoStart("an object is needed"));
        if (body.Domain() is null)
            return (null, NoStart("uuid must be libvirt's UUID of the domain, not its name (virsh domuuid NAME)"));
        return body.Memory is > 0 and <= MostBytes
            ? (body, null)
            : (null, NoStart("memory must be the domain's memory in bytes"));
    }

    private static Refusal NoStart(string problem) => Refusal.BadRequest($"not a start: {problem}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 4)]
[JsonSerializable(typeof(StartBody))]
internal sealed partial class StartBodyJson : JsonSerializerContext;
