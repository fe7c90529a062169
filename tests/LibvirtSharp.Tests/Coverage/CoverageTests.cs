using LibvirtSharp.Native;
using Xunit.Abstractions;

namespace LibvirtSharp.Tests.Coverage;

public sealed class CoverageTests(ITestOutputHelper output)
{
    private readonly ApiDescription _api = ApiDescription.Load();
    private readonly LeftOut _leftOut = LeftOut.Load();
    private readonly HashSet<string> _bound = [.. BoundFunctions.All().Select(function => function.EntryPoint)];

    [Fact]
    public void Every_bound_function_exists_in_libvirt()
    {
        Assert.Empty(_bound.Except(_api.Functions.Select(function => function.Name)));
    }

    [Fact]
    public void Every_function_of_libvirt_is_bound_or_left_out_for_a_reason()
    {
        var undecided = _api.Functions.Where(function => !_bound.Contains(function.Name) && !IsLeftOut(function.Name)).ToList();

        // A newer libvirt has functions that were unknown when the list was made. They are shown, and wait for the day the list is
        // made against that version; failing would break the build on every newer distribution.
        foreach (var function in undecided.Where(function => function.Since > _leftOut.MadeAgainst))
            output.WriteLine($"new since the list was made: {function.Name} ({function.Since})");
        Assert.Empty(undecided.Where(function => function.Since <= _leftOut.MadeAgainst).Select(function => function.Name));
    }

    [Fact]
    public void No_function_is_both_bound_and_left_out()
    {
        Assert.DoesNotContain(_bound, IsLeftOut);
    }

    [Fact]
    public void No_group_of_the_left_out_is_dead()
    {
        if (_api.Version < _leftOut.MadeAgainst)
        {
            output.WriteLine($"libvirt {_api.Version} is older than the list ({_leftOut.MadeAgainst}): it cannot tell what is dead");
            return;
        }

        var dead = _leftOut.Groups.Where(group => !_api.Functions.Any(function => group.Matches(function.Name)));
        Assert.Empty(dead.Select(group => group.Pattern));
    }

    [Fact]
    public void A_declaration_spells_its_c_function()
    {
        Assert.All(BoundFunctions.All(), function => Assert.Equal(function.EntryPoint, LastError.FunctionName(function.Declaration)));
    }

    private bool IsLeftOut(string function) => _leftOut.Groups.Any(group => group.Matches(function));
}
