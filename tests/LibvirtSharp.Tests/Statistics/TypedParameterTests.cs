namespace LibvirtSharp.Tests.Statistics;

public sealed class TypedParameterTests
{
    [Fact]
    public void Each_type_has_its_value_and_no_other()
    {
        using var parameters = new NativeParameters()
            .Int("int", int.MinValue)
            .UInt("uint", uint.MaxValue)
            .LLong("llong", long.MinValue)
            .ULLong("ullong", ulong.MaxValue)
            .Double("double", -0.5)
            .Boolean("true", true)
            .Boolean("false", false)
            .Text("text", "Käse");

        var other = parameters.Decode().Other;

        Assert.Equal(
            [
                "int=-2147483648", "uint=4294967295", "llong=-9223372036854775808", "ullong=18446744073709551615", "double=-0.5",
                "true=True", "false=False", "text=Käse",
            ],
            other.Select(parameter => parameter.ToString()));
        Assert.All(other, parameter => Assert.Single(Values(parameter), value => value is not null));
    }

    [Fact]
    public void A_type_from_the_future_has_a_name_and_no_value()
    {
        using var parameters = new NativeParameters().OfType(99, "new");

        var parameter = Assert.Single(parameters.Decode().Other);

        Assert.Equal(99, parameter.Type.Raw);
        Assert.All(Values(parameter), Assert.Null);
        Assert.Equal("new=(type 99)", parameter.ToString());
    }

    [Fact]
    public void A_missing_string_is_null()
    {
        using var parameters = new NativeParameters().Text("text", null);

        Assert.Null(Assert.Single(parameters.Decode().Other).Text);
    }

    private static object?[] Values(TypedParameter parameter) =>
    [
        parameter.Int32, parameter.UInt32, parameter.Int64, parameter.UInt64, parameter.Double, parameter.Boolean, parameter.Text,
    ];
}
