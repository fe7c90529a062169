namespace LibvirtSharp.Native;

/// <summary>An event about a domain.</summary>
internal interface IDomainEvent
{
    Guid Uuid { get; }
}
