namespace BalloonExporter.Api;

/// <summary>A text of the API that is one of an enumeration's labels: the description lists them.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
internal sealed class ClosedSetAttribute(Type values) : Attribute
{
    /// <summary>The enumeration.</summary>
    public Type Values { get; } = values;
}
