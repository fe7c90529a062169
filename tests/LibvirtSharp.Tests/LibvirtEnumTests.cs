namespace LibvirtSharp.Tests;

public sealed class LibvirtEnumTests
{
    [Fact]
    public void A_known_number_has_a_name()
    {
        var state = LibvirtEnum.From<DomainState>(3);

        Assert.True(state.IsKnown);
        Assert.Equal(DomainState.Paused, state.Known);
        Assert.Equal("Paused", state.ToString());
        Assert.True(state == DomainState.Paused);
        Assert.Equal(3, state.Raw);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_number_from_the_future_is_kept_and_has_no_name(int raw)
    {
        var state = LibvirtEnum.From<DomainState>(raw);

        Assert.False(state.IsKnown);
        Assert.Null(state.Known);
        Assert.Equal(raw, state.Raw);
        Assert.Equal(raw.ToString(System.Globalization.CultureInfo.InvariantCulture), state.ToString());
        Assert.True(state != DomainState.Running);
    }

    [Fact]
    public void A_gap_between_known_numbers_is_unknown()
    {
        Assert.False(LibvirtEnum.From<DomainStatsGroups>(0).IsKnown);
    }
}
