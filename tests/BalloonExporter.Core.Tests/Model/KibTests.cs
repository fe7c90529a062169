using BalloonExporter.Core.Model;

namespace BalloonExporter.Core.Tests.Model;

public sealed class KibTests
{
    [Fact]
    public void Bytes_and_KiB_are_converted_without_loss()
    {
        Assert.Equal(2048, Kib.ToBytes(2));
        Assert.Equal(2, Kib.FromBytes(2048L));
        Assert.Equal(9_223_372_036_854_774_784, Kib.ToBytes(Kib.Most));
        Assert.Null(Kib.ToBytes(null));
        Assert.Null(Kib.ToSample(null));
    }

    [Fact]
    public void A_part_of_a_KiB_is_left_out_of_whole_ones_only()
    {
        Assert.Equal(1, Kib.FromBytes(2047L));
        Assert.Equal(1.5, Kib.FromBytes(1536.0));
        Assert.Equal(1.5m, Kib.FromBytes(1536m));
        Assert.Equal(0.5, Kib.ToMiB(512));
    }

    [Fact]
    public void A_sum_that_is_larger_than_any_size_has_a_sample() => Assert.Equal(2.0 * 9_223_372_036_854_774_784, Kib.ToSample(2 * Kib.Most));

    [Fact]
    public void Units_are_a_thousand_and_twenty_four_times_each_other() => Assert.Equal(
        (1L << 10, 1L << 20, 1L << 30, 1L << 40, 1 << 20), (Kib.PerMiB, Kib.PerGiB, Kib.PerTiB, Kib.PerPiB, Kib.BytesPerMiB));
}
