using System.Reflection;
using BalloonExporter.Policy;

namespace BalloonExporter.Core.Tests.Policy;

public sealed class DecisionReasonTests
{
    // The exporter's own: they tell how the command went, and their tests are where the command is given.
    private static readonly DecisionReason[] ToldByTheExporter =
        [DecisionReason.AuditUnwritable, DecisionReason.DomainGone, DecisionReason.Timeout, DecisionReason.LibvirtError, DecisionReason.LibvirtDown, DecisionReason.StateUnwritable, DecisionReason.InProgress, DecisionReason.TooManyRequests];

    public static TheoryData<DecisionReason> ToldByTheCore { get; } = new(Enum.GetValues<DecisionReason>().Except(ToldByTheExporter));

    [Theory]
    [MemberData(nameof(ToldByTheCore))]
    public void Every_reason_is_the_beginning_of_a_tests_name(DecisionReason reason)
    {
        var label = reason.ToLabel();
        var sentence = char.ToUpperInvariant(label[0]) + label[1..];

        var tests = Assembly.GetExecutingAssembly().GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.GetCustomAttribute<FactAttribute>() is not null)
            .Select(method => method.Name);

        Assert.Contains(tests, name => name.StartsWith(sentence + "_", StringComparison.Ordinal));
    }
}
