using BalloonExporter.Api;
using BalloonExporter.Options.Keys;

namespace BalloonExporter.Ui;

/// <summary>What every page needs beside its own content.</summary>
/// <param name="Root">The way from its address to <c>/ui/</c>, so that all links are relative.</param>
/// <param name="Caller">Who looks at it; null: not known.</param>
/// <param name="HasSession">Whether a session can be ended.</param>
internal sealed record UiContext(string Root, Caller? Caller, bool HasSession)
{
    public bool May(Scope scope) => Caller?.May.Contains(scope) == true;
}
