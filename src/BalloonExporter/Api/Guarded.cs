using BalloonExporter.Options.Keys;

namespace BalloonExporter.Api;

/// <summary>Metadata of an endpoint: the required scope. Every endpoint below <c>/api/</c> has it.</summary>
internal sealed record Guarded(Scope Scope);
