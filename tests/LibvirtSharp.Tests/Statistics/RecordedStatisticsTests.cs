using System.Globalization;

namespace LibvirtSharp.Tests.Statistics;

/// <summary>
/// Guests of every kind as <c>virsh domstats --state --balloon</c> prints them, one file each: that of a Linux guest with a driver
/// was recorded in the lab, the others have the fields that libvirt gives for their kind.
/// </summary>
public sealed class RecordedStatisticsTests
{
    private const ulong Unknown = ulong.MaxValue;

    private static readonly Dictionary<string, BalloonStats> Expected = new()
    {
        ["linux-with-driver"] = new()
        {
            CurrentKib = 524288,
            MaximumKib = 524288,
            SwapInKib = 0,
            SwapOutKib = 0,
            MajorFaults = 0,
            MinorFaults = 2122,
            UnusedKib = 452064,
            AvailableKib = 481296,
            UsableKib = 451780,
            LastUpdateUnixSeconds = 1795506427,
            DiskCachesKib = 2276,
            HugetlbAllocations = 0,
            HugetlbAllocationFailures = 0,
            RssKib = 234376,
        },
        ["linux-without-driver"] = new() { CurrentKib = 65536, MaximumKib = 65536, LastUpdateUnixSeconds = 0, RssKib = 36532 },
        ["windows-with-frozen-last-update"] = new()
        {
            CurrentKib = 4194304,
            MaximumKib = 8388608,
            SwapInKib = 0,
            SwapOutKib = 0,
            MajorFaults = 918,
            MinorFaults = 51230,
            UnusedKib = 5104232,
            AvailableKib = 8387904,
            UsableKib = 5931008,
            LastUpdateUnixSeconds = 1640995200,
            DiskCachesKib = 826776,
            RssKib = 8321044,
        },
        ["busy-with-nowait"] = new() { CurrentKib = 524288, MaximumKib = 1048576 },
        ["unknown-to-qemu"] = new()
        {
            CurrentKib = 1048576,
            MaximumKib = 1048576,
            SwapInKib = Unknown,
            SwapOutKib = Unknown,
            LastUpdateUnixSeconds = 1795503922,
            RssKib = 238420,
        },
        ["from-the-future"] = new() { CurrentKib = 1048576, MaximumKib = 1048576, LastUpdateUnixSeconds = 1795503922, RssKib = 238420 },
    };

    public static TheoryData<string> Recordings { get; } = new(Directory.GetFiles(Folder, "*.domstats").Select(file => Path.GetFileNameWithoutExtension(file)));

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Statistics", "Recorded");

    [Theory]
    [MemberData(nameof(Recordings))]
    public void A_recording_is_read_field_by_field_and_what_is_absent_stays_absent(string name)
    {
        using var parameters = Read(name);

        var statistics = parameters.Decode();

        Assert.Equal(Expected[name], statistics.Balloon);
        Assert.Equal(DomainState.Running, statistics.State!.State.Known);
    }

    [Fact]
    public void Every_kind_of_guest_has_its_recording() =>
        Assert.Equal(Expected.Keys.Order(), Directory.GetFiles(Folder, "*.domstats").Select(file => Path.GetFileNameWithoutExtension(file)).Order());

    [Fact]
    public void Fields_from_the_future_are_kept()
    {
        using var parameters = Read("from-the-future");

        Assert.Equal(["balloon.oom_kill", "balloon.async_scan"], parameters.Decode().Other.Select(parameter => parameter.Name));
    }

    private static NativeParameters Read(string name)
    {
        var parameters = new NativeParameters();
        foreach (var line in File.ReadLines(Path.Combine(Folder, name + ".domstats")))
        {
            var (field, text) = (line[..line.IndexOf('=', StringComparison.Ordinal)], line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            // The state's numbers are ints, everything about a balloon an unsigned long long.
            if (field.StartsWith("state.", StringComparison.Ordinal))
                parameters.Int(field, int.Parse(text, CultureInfo.InvariantCulture));
            else
                parameters.ULLong(field, ulong.Parse(text, CultureInfo.InvariantCulture));
        }

        return parameters;
    }
}
