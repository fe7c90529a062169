namespace BalloonExporter.Core.Planning;

/// <summary>The plan of one domain. Sizes are bytes. Each step of the plan sets its own values, in the order of the rules.</summary>
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

    /// <summary>Whether only its operator set it below its maximum: that memory is not given back.</summary>
    public bool LoweredByOperator { get; }

    /// <summary>Whether it was rescued, or given memory, a moment ago: no plan takes from it.</summary>
    public bool ShrinkBlocked { get; internal set; }

    /// <summary>Whether memory was taken from it a moment ago: recovery gives nothing back.</summary>
    public bool RecoveryBlocked { get; internal set; }

    /// <summary>Its maximum, or its policy's ceiling if that is less.</summary>
    public double MaximumBytes { get; }

    /// <summary>Its policy floor.</summary>
    public double FloorBytes { get; }

    /// <summary>Weight: twice the shares give half as much and get twice as much.</summary>
    public double Shares { get; }

    /// <summary>The balloon's size.</summary>
    public double CurrentBytes { get; }

    /// <summary>Host memory that its process occupies.</summary>
    public double ResidentBytes { get; }

    /// <summary>The target in force.</summary>
    public double TargetBytes { get; }

    /// <summary>How far the target rose within fifteen seconds.</summary>
    public double RaisedBytes { get; internal set; }

    /// <summary>Whether it swaps for want of memory, or has almost no usable memory.</summary>
    public bool UnderPressure { get; internal set; }

    /// <summary>Working set: the maximum of the current value and the average of a minute.</summary>
    public double WorkingSetBytes { get; internal set; }

    /// <summary>Swap debt.</summary>
    public double DebtBytes { get; internal set; }

    /// <summary>Extrapolated growth.</summary>
    public double SlopeBytes { get; internal set; }

    /// <summary>Its demand.</summary>
    public double DemandBytes { get; internal set; }

    /// <summary>Its hard floor.</summary>
    public double HardFloorBytes { get; internal set; }

    /// <summary>Its fair share when the demands do not fit; null otherwise.</summary>
    public double? SplitBytes { get; internal set; }

    /// <summary>Whether it is not shrunk now.</summary>
    public bool Vetoed { get; internal set; }

    /// <summary>Taken from resident memory above its entitlement; null when nothing can be taken.</summary>
    public double? IdleTakeBytes { get; internal set; }

    /// <summary>Taken from its headroom.</summary>
    public double? SpareTakeBytes { get; internal set; }

    /// <summary>Total taken from resident memory; null when nothing is taken.</summary>
    public double? TakeBytes { get; internal set; }

    /// <summary>Given to cover a need; null without a need.</summary>
    public double? GrowBytes { get; internal set; }

    /// <summary>Given back in GREEN; null otherwise.</summary>
    public double? RecoverBytes { get; internal set; }

    /// <summary>The recommended target.</summary>
    public double RecommendedBytes { get; internal set; }

    /// <summary>Whether the move is worth a command.</summary>
    public bool HasMove { get; internal set; }

    /// <summary>Its entitlement: the demand, or the fair share.</summary>
    public double EntitledBytes => SplitBytes ?? DemandBytes;

    /// <summary>Deficit to its entitlement; less than 1 KiB is a rounding error.</summary>
    internal double NeedBytes => Rounding.Cut(EntitledBytes - TargetBytes);

    /// <summary>Deficit to the demand.</summary>
    internal double LackBytes => Rounding.Cut(DemandBytes - TargetBytes);

    /// <summary>Deficit to the hard floor.</summary>
    internal double UrgentLackBytes => Rounding.Cut(HardFloorBytes - TargetBytes);

    /// <summary>Lower limit of takes in RED: the hard floor, or the fair share if that is less.</summary>
    internal double TakeFloorBytes => SplitBytes < HardFloorBytes ? SplitBytes.Value : HardFloorBytes;

    /// <summary>Resident memory, without what belongs to QEMU itself above the balloon's size.</summary>
    internal double HeldBytes => Math.Min(ResidentBytes, CurrentBytes);

    /// <summary>The smaller of target and resident memory: takes start from it.</summary>
    internal double BaseBytes => TargetBytes - Math.Max(TargetBytes - ResidentBytes, 0);
}
