using System.Text;
using BalloonExporter.Kernel;

namespace BalloonExporter.Tests.Kernel;

public sealed class ProcessStatTests
{
    [Theory]
    [InlineData("qemu-system-x86")]
    [InlineData("a) R (1 2 3) 4")]
    public void The_start_is_the_22nd_field_whatever_the_command_is_called(string name) => Assert.Equal(12345, StartTicks(Line(name, "12345")));

    [Theory]
    [InlineData("-1")]
    [InlineData("x")]
    public void A_start_that_is_no_number_is_not_known(string ticks) => Assert.Null(StartTicks(Line("qemu", ticks)));

    [Theory]
    [InlineData("")]
    [InlineData("1 (qemu) S 1 2 3")]
    public void A_line_that_is_too_short_is_not_known(string line) => Assert.Null(StartTicks(line));

    private static long? StartTicks(string line) => ProcessStat.StartTicks(Encoding.ASCII.GetBytes(line));

    // Fields 3 to 52 of proc(5).
    private static string Line(string name, string startTicks) =>
        $"4711 ({name}) S {string.Join(' ', Enumerable.Range(4, 18))} {startTicks} {string.Join(' ', Enumerable.Range(23, 30))}\n";
}
