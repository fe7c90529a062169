using BalloonExporter.Options.Keys;

namespace BalloonExporter.Api;

/// <summary>What a key must open for an endpoint, as its metadata. Every endpoint below <c>/api/</c> has it.</summary>
internal sealed record Guarded(Scope Scope);
