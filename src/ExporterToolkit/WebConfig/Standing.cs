namespace ExporterToolkit.WebConfig;

/// <summary>Trust in an address, for the order of password checks only; less comes first.</summary>
/// <param name="IsKnown">Whether a recent password from the address was right.</param>
/// <param name="Failures">Number of recent wrong passwords.</param>
public readonly record struct Standing(bool IsKnown, int Failures) : IComparable<Standing>
{
    public int CompareTo(Standing other) => IsKnown == other.IsKnown ? Failures.CompareTo(other.Failures) : IsKnown ? -1 : 1;
}
