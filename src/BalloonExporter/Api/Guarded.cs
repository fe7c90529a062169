using BalloonExporter.Options.Keys;

namespace BalloonExporter.Api;

/// <summary>Metadata of an endpoint: the required scope. Every endpoint below <c>/api/</c> has it.</summary>
/// <param name="Scope">The scope.</param>
/// <param name="TakesMessages">Whether it takes Alertmanager's messages: these are counted, and limited by their size instead of their number.</param>
internal sealed record Guarded(Scope Scope, bool TakesMessages = false)
{
    /// <summary>Whether it is about the domain in its path and no other, so that a customer's link opens it.</summary>
    public bool IsOfOneDomain { get; init; }
}
