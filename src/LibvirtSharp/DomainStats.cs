using LibvirtSharp.Native;

namespace LibvirtSharp;

/// <summary>
/// Bulk statistics of one domain
/// (<see href="https://libvirt.org/html/libvirt-libvirt-domain.html#virConnectGetAllDomainStats">virConnectGetAllDomainStats</see>).
/// A snapshot: nothing in it changes any more.
/// </summary>
public sealed class DomainStats
{
    /// <summary>With what is given and nothing else.</summary>
    public DomainStats(Guid uuid, string name)
    {
        Uuid = uuid;
        Name = name;
    }

    internal DomainStats(Guid uuid, string name, ReadOnlySpan<NativeTypedParameter> parameters)
        : this(uuid, name)
    {
        List<TypedParameter>? other = null;
        int? state = null, reason = null;
        var balloon = false;
        foreach (ref readonly var parameter in parameters)
        {
            var field = parameter.Name();
            if (field.StartsWith(BalloonStats.Prefix))
                balloon = true;
            else if (parameter.Type == (int)TypedParameterType.Int32 && field.SequenceEqual("state.state"u8))
                state = parameter.Value.Int;
            else if (parameter.Type == (int)TypedParameterType.Int32 && field.SequenceEqual("state.reason"u8))
                reason = parameter.Value.Int;
            else
                (other ??= []).Add(TypedParameter.From(in parameter));
        }
        if (state is { } number)
            State = new DomainStateStats(LibvirtEnum.From<DomainState>(number), reason);
        if (balloon)
            Balloon = BalloonStats.From(parameters, ref other);
        if (other is not null)
            Other = other;
    }

    /// <summary>The domain's unique number.</summary>
    public Guid Uuid { get; }

    /// <summary>The domain's name.</summary>
    public string Name { get; }

    /// <summary>The state group, null when absent.</summary>
    public DomainStateStats? State { get; init; }

    /// <summary>The balloon group, null when absent.</summary>
    public BalloonStats? Balloon { get; init; }

    /// <summary>Everything not decoded above, with its libvirt name.</summary>
    public IReadOnlyList<TypedParameter> Other { get; init; } = [];
}
