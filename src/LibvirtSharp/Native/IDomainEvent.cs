namespace LibvirtSharp.Native;

/// <summary>What all events have in common: a domain they are about.</summary>
internal interface IDomainEvent
{
    Guid Uuid { get; }
}
