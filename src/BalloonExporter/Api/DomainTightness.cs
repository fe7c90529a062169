namespace BalloonExporter.Api;

/// <summary>How scarce memory is for a domain: what it needs, as a share of what it has.</summary>
internal static class DomainTightness
{
    /// <summary>Below zero where it is not known.</summary>
    public static double Of(DomainEntry domain) =>
        domain.Memory is { WorkingSetBytes: { } needs, CurrentBytes: > 0 and var has } ? needs / (double)has : -1;
}
