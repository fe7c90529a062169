namespace BalloonExporter.Core.Planning;

/// <summary>What the plan computes of one domain that takes part. Sizes are bytes. Each part of the plan sets its own figures, in the order of the rules.</summary>
public sealed class DomainPlan
{
    internal DomainPlan(DomainSample domain, double maximumBytes, double shares)
    {
        Uuid = domain.Uuid;
        LoweredByOperator = domain.LoweredByOperator;
        MaximumBytes = maximumBytes;
        Shares = shares;
        FloorBytes = domain.FloorBytes!.Value;
        CurrentBytes = domain.CurrentBytes!.Value;
        ResidentBytes = domain.ResidentBytes!.Value;
        TargetBytes = RecommendedBytes = domain.InForceBytes!.Value;
    }

    /// <summary>libvirt's UUID of the domain.</summary>
    public Guid Uuid { get; }

    /// <summary>Whether nobody but its operator gave it less than its maximum: that is not given back.</summary>
    public bool LoweredByOperator { get; }

    /// <summary>What it was sold, or its policy's ceiling if that is less.</summary>
    public double MaximumBytes { get; }

    /// <summary>Its policy floor.</summary>
    public double FloorBytes { get; }

    /// <summary>Twice the shares: half the take and twice the growth.</summary>
    public double Shares { get; }

    /// <summary>What the balloon leaves it now.</summary>
    public double CurrentBytes { get; }

    /// <summary>Host memory that its process occupies.</summary>
    public double ResidentBytes { get; }

    /// <summary>The target in force.</summary>
    public double TargetBytes { get; }

    /// <summary>How far the target rose within fifteen seconds.</summary>
    public double RaisedBytes { get; internal set; }

    /// <summary>It swaps out for want of memory, or has next to nothing usable.</summary>
    public bool UnderPressure { get; internal set; }

    /// <summary>What it uses: the larger of now and the average of a minute.</summary>
    public double WorkingSetBytes { get; internal set; }

    /// <summary>What it swapped out for want of memory.</summary>
    public double DebtBytes { get; internal set; }

    /// <summary>What it will have grown by.</summary>
    public double SlopeBytes { get; internal set; }

    /// <summary>What it shall have.</summary>
    public double DemandBytes { get; internal set; }

    /// <summary>What it needs to live.</summary>
    public double HardFloorBytes { get; internal set; }

    /// <summary>Its part where not everybody's demand fits; null elsewhere.</summary>
    public double? SplitBytes { get; internal set; }

    /// <summary>It is not shrunk now.</summary>
    public bool Vetoed { get; internal set; }

    /// <summary>Taken of what it has resident beyond what it is entitled to; null when nothing can be.</summary>
    public double? IdleTakeBytes { get; internal set; }

    /// <summary>Taken of its headroom.</summary>
    public double? SpareTakeBytes { get; internal set; }

    /// <summary>All that is taken of its resident memory; null when nothing is.</summary>
    public double? TakeBytes { get; internal set; }

    /// <summary>What it gets because it needs it; null when it needs nothing.</summary>
    public double? GrowBytes { get; internal set; }

    /// <summary>What it gets because there is plenty; null when there is not.</summary>
    public double? RecoverBytes { get; internal set; }

    /// <summary>The recommended target.</summary>
    public double RecommendedBytes { get; internal set; }

    /// <summary>Whether the way there is worth a command.</summary>
    public bool HasMove { get; internal set; }

    /// <summary>What it is entitled to: its demand, or its part of the split.</summary>
    public double EntitledBytes => SplitBytes ?? DemandBytes;

    /// <summary>Missing to what it is entitled to; less than 1 KiB is rounding.</summary>
    internal double NeedBytes => Rounding.Cut(EntitledBytes - TargetBytes);

    /// <summary>Missing to the demand.</summary>
    internal double LackBytes => Rounding.Cut(DemandBytes - TargetBytes);

    /// <summary>Missing to the hard floor.</summary>
    internal double UrgentLackBytes => Rounding.Cut(HardFloorBytes - TargetBytes);

    /// <summary>What RED may take it down to: the hard floor, or its part of the split if that is less.</summary>
    internal double TakeFloorBytes => SplitBytes < HardFloorBytes ? SplitBytes.Value : HardFloorBytes;

    /// <summary>The smaller of target and resident memory, from which can be taken.</summary>
    internal double BaseBytes => TargetBytes - Math.Max(TargetBytes - ResidentBytes, 0);
}
