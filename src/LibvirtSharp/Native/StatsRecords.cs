namespace LibvirtSharp.Native;

/// <summary>Turns libvirt's array of bulk statistics into objects, and gives it back.</summary>
internal static unsafe class StatsRecords
{
    internal static DomainStats[] TakeAll(NativeDomainStatsRecord** records, int count)
    {
        try
        {
            if (count == 0)
                return [];
            var statistics = new DomainStats[count];
            for (var i = 0; i < count; i++)
            {
                var record = records[i];
                statistics[i] = new DomainStats(
                    DomainIdentity.Uuid(record->Domain),
                    DomainIdentity.Name(record->Domain),
                    new ReadOnlySpan<NativeTypedParameter>(record->Parameters, record->ParameterCount));
            }
            return statistics;
        }
        finally
        {
            if (records is not null)
                VirDomain.StatsRecordListFree(records);
        }
    }
}
