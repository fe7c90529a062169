using System.Text;
using BalloonExporter.Hypervisor;
using BalloonExporter.Tests.Fakes;

namespace BalloonExporter.Tests.Hypervisor;

public sealed class QemuProcessesTests
{
    private const string Stat = "cpu  1 2 3\nbtime 1777896000\nprocesses 42\n";

    [Fact]
    public void The_uuid_is_the_word_after_its_option() =>
        Assert.Equal(Snapshots.Uuid(7), UuidOf($"qemu\0-name\0guest=shop\0-uuid\0{Snapshots.Uuid(7)}\0-m\0512\0"));

    [Fact]
    public void The_uuid_may_be_the_last_word() => Assert.Equal(Snapshots.Uuid(7), UuidOf($"qemu\0-uuid\0{Snapshots.Uuid(7)}"));

    [Theory]
    [InlineData("")]
    [InlineData("qemu\0-m\0512\0")]
    [InlineData("qemu\0-uuid\0")]
    [InlineData("qemu\0-uuid\0too short\0")]
    [InlineData("qemu\0-uuid\0000000000000000000000000000000000000")]
    [InlineData("qemu\0-name\0guest=-uuid 00000000-0000-4000-8000-000000000007\0")]
    public void Without_a_uuid_there_is_none(string commandLine) => Assert.Null(UuidOf(commandLine));

    [Fact]
    public void The_start_time_is_counted_from_the_boot() => Assert.Equal(
        DateTimeOffset.FromUnixTimeSeconds(1777896000).AddSeconds(123.45),
        QemuProcesses.StartTime(ProcessStat("qemu-system-x86", "12345"), Stat));

    [Fact]
    public void A_command_name_with_spaces_and_brackets_does_not_move_the_fields() => Assert.Equal(
        DateTimeOffset.FromUnixTimeSeconds(1777896001),
        QemuProcesses.StartTime(ProcessStat("a) R (1 2 3) 4", "100"), Stat));

    [Theory]
    [InlineData("12345", "cpu 1\n")]
    [InlineData("12345", "btime soon\n")]
    [InlineData("-1", Stat)]
    [InlineData("x", Stat)]
    public void What_cannot_be_read_is_not_known(string ticks, string stat) => Assert.Null(QemuProcesses.StartTime(ProcessStat("qemu", ticks), stat));

    [Theory]
    [InlineData("")]
    [InlineData("1 (qemu) S 1 2 3")]
    public void A_line_that_is_too_short_is_not_known(string processStat) => Assert.Null(QemuProcesses.StartTime(processStat, Stat));

    private static Guid? UuidOf(string commandLine) => QemuProcesses.UuidOf(Encoding.ASCII.GetBytes(commandLine));

    // Fields 3 to 52 of proc(5); the start time is field 22.
    private static string ProcessStat(string name, string startTicks) =>
        $"4711 ({name}) S {string.Join(' ', Enumerable.Range(4, 18))} {startTicks} {string.Join(' ', Enumerable.Range(23, 30))}\n";
}
