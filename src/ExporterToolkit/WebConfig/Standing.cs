namespace ExporterToolkit.WebConfig;

/// <summary>How far an address may be trusted to know its password; less is better. It decides only whose turn comes first.</summary>
/// <param name="IsKnown">Whether a password from there was right of late.</param>
/// <param name="Failures">How many were wrong of late.</param>
public readonly record struct Standing(bool IsKnown, int Failures) : IComparable<Standing>
{
    public int CompareTo(Standing other) => IsKnown == other.IsKnown ? Failures.CompareTo(other.Failures) : IsKnown ? -1 : 1;
}
