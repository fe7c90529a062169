using LibvirtSharp.Native;

namespace LibvirtSharp.Tests.Coverage;

/// <summary>A wrong number in an enum is a wrong call without an error: every number is compared with libvirt's own description.</summary>
public sealed class EnumCoverageTests
{
    /// <summary>Where a C# name is not the C name without its prefix.</summary>
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["VIR_DOMAIN_NONE"] = "None",
        ["VIR_TYPED_PARAM_INT"] = "Int32",
        ["VIR_TYPED_PARAM_UINT"] = "UInt32",
        ["VIR_TYPED_PARAM_LLONG"] = "Int64",
        ["VIR_TYPED_PARAM_ULLONG"] = "UInt64",
        ["VIR_TYPED_PARAM_STRING"] = "Text",
        ["VIR_WAR_NO_NETWORK"] = "WarningNoNetwork",
        ["VIR_WAR_NO_STORAGE"] = "WarningNoStorage",
        ["VIR_WAR_NO_NODE"] = "WarningNoNode",
        ["VIR_WAR_NO_INTERFACE"] = "WarningNoInterface",
        ["VIR_WAR_NO_NWFILTER"] = "WarningNoNwfilter",
        ["VIR_WAR_NO_SECRET"] = "WarningNoSecret",
    };

    private readonly ApiDescription _api = ApiDescription.Load();

    [Theory]
    [InlineData(typeof(ConnectionCloseReason), "virConnectCloseReason", "VIR_CONNECT_CLOSE_REASON_")]
    [InlineData(typeof(DomainControlState), "virDomainControlState", "VIR_DOMAIN_CONTROL_")]
    [InlineData(typeof(DomainCreateFlags), "virDomainCreateFlags", "VIR_DOMAIN_START_")]
    [InlineData(typeof(DomainJobType), "virDomainJobType", "VIR_DOMAIN_JOB_")]
    [InlineData(typeof(DomainLifecycle), "virDomainLifecycle", "VIR_DOMAIN_LIFECYCLE_")]
    [InlineData(typeof(DomainLifecycleAction), "virDomainLifecycleAction", "VIR_DOMAIN_LIFECYCLE_ACTION_")]
    [InlineData(typeof(DomainShutdownFlags), "virDomainShutdownFlagValues", "VIR_DOMAIN_SHUTDOWN_")]
    [InlineData(typeof(DomainLifecycleEventType), "virDomainEventType", "VIR_DOMAIN_EVENT_")]
    [InlineData(typeof(DomainMetadataType), "virDomainMetadataType", "VIR_DOMAIN_METADATA_")]
    [InlineData(typeof(DomainModificationFlags), "virDomainMemoryModFlags", "VIR_DOMAIN_MEM_")]
    [InlineData(typeof(DomainState), "virDomainState", "VIR_DOMAIN_")]
    [InlineData(typeof(DomainStatsFlags), "virConnectGetAllDomainStatsFlags", "VIR_CONNECT_GET_ALL_DOMAINS_STATS_")]
    [InlineData(typeof(DomainStatsGroups), "virDomainStatsTypes", "VIR_DOMAIN_STATS_")]
    [InlineData(typeof(DomainUndefineFlags), "virDomainUndefineFlagsValues", "VIR_DOMAIN_UNDEFINE_")]
    [InlineData(typeof(DomainXmlFlags), "virDomainXMLFlags", "VIR_DOMAIN_XML_")]
    [InlineData(typeof(LibvirtErrorCode), "virErrorNumber", "VIR_ERR_")]
    [InlineData(typeof(LibvirtErrorDomain), "virErrorDomain", "VIR_FROM_")]
    [InlineData(typeof(LibvirtErrorLevel), "virErrorLevel", "VIR_ERR_")]
    [InlineData(typeof(ListDomainsFlags), "virConnectListAllDomainsFlags", "VIR_CONNECT_LIST_DOMAINS_")]
    [InlineData(typeof(TypedParameterType), "virTypedParameterType", "VIR_TYPED_PARAM_")]
    public void Names_and_numbers_are_libvirts(Type type, string nativeType, string prefix)
    {
        Assert.Equal(Native(nativeType, prefix), Declared(type));
    }

    [Fact]
    public void Tags_of_memory_statistics_are_libvirts()
    {
        Assert.Equal(Native("virDomainMemoryStatTags", "VIR_DOMAIN_MEMORY_STAT_"), Declared(typeof(BalloonStats.Tag)));
    }

    [Fact]
    public void Numbers_of_events_are_libvirts()
    {
        var native = Native("virDomainEventID", "VIR_DOMAIN_EVENT_ID_");

        Assert.Empty(Declared(typeof(NativeDomainEventId)).Except(native));
    }

    /// <summary>Values newer than the list of what is left out are not asked for: <see cref="LibvirtEnum{T}"/> is made for them.</summary>
    private SortedDictionary<string, int> Native(string nativeType, string prefix)
    {
        var madeAgainst = LeftOut.Load().MadeAgainst;
        var values = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var value in _api.Values.Where(value => value.Type == nativeType && value.Since <= madeAgainst && !IsSentinel(value.Name)))
            values.Add(Normal(Renamed.GetValueOrDefault(value.Name) ?? value.Name[prefix.Length..]), _api.NumberOf(value));
        Assert.NotEmpty(values);
        return values;
    }

    private static bool IsSentinel(string name) =>
        name.EndsWith("_LAST", StringComparison.Ordinal) || name.EndsWith("_STAT_NR", StringComparison.Ordinal);

    private static SortedDictionary<string, int> Declared(Type type)
    {
        var values = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in Enum.GetNames(type))
            values.Add(Normal(name), (int)Enum.Parse(type, name));
        return values;
    }

    /// <summary>PMSUSPENDED and PmSuspended, NO_MANAGEDSAVE and NoManagedSave are the same name.</summary>
    private static string Normal(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
